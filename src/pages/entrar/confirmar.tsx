import { ConfirmPage } from '#src/features/sign-in/confirm-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default ConfirmPage
