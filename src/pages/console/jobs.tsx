import { JobsPage } from '#src/features/console/jobs-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default JobsPage
