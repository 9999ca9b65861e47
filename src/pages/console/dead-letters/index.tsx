import { DeadLettersPage } from '#src/features/console/dead-letters-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default DeadLettersPage
