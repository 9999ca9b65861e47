import { WebhooksPage } from '#src/features/console/webhooks-page.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('admin')

export default WebhooksPage
