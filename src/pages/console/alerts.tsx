import { AlertsPage } from '#src/features/console/alerts-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default AlertsPage
