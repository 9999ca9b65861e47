import { AlertsPage } from '#src/features/console/alerts-page.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('admin')

export default AlertsPage
