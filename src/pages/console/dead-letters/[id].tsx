import { useRouter } from 'next/router'
import { DeadLetterPage } from '#src/features/console/dead-letter-page.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default function Page() {
  const { id } = useRouter().query
  return <DeadLetterPage id={typeof id === 'string' ? id : ''} />
}
