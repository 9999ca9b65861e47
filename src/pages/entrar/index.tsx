import { SignInPage } from '#src/features/sign-in/sign-in-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default SignInPage
