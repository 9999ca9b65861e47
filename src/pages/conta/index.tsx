import { AccountPage } from '#src/features/account/account-page.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('member')

export default AccountPage
