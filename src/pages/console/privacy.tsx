import { PrivacyConsole } from '#src/features/privacy/privacy-console.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('admin')

export default PrivacyConsole
