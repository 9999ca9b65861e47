import { TracePage } from '#src/features/console/trace-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default TracePage
