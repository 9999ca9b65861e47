import { SignInErrorPage } from '#src/features/sign-in/sign-in-error-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default SignInErrorPage
