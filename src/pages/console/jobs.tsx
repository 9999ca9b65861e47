import { JobsPage } from '#src/features/console/jobs-page.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('admin')

export default JobsPage
