import { DeadLettersPage } from '#src/features/console/dead-letters-page.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('admin')

export default DeadLettersPage
