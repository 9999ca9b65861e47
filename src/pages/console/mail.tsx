import { MailPage } from '#src/features/console/mail-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default MailPage
