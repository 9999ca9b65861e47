import { useRouter } from 'next/router'
import { DeadLetterPage } from '#src/features/console/dead-letter-page.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('admin')

export default function Page() {
  const { id } = useRouter().query
  return <DeadLetterPage id={typeof id === 'string' ? id : ''} />
}
