import { StaffPage } from '#src/features/console/staff-page.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('admin')

export default StaffPage
