import { CachePage } from '#src/features/console/cache-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default CachePage
