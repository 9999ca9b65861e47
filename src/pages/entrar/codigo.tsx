import { CodePage } from '#src/features/sign-in/code-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default CodePage
