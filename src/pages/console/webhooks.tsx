import { WebhooksPage } from '#src/features/console/webhooks-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default WebhooksPage
