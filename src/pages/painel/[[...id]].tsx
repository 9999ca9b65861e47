import { useRouter } from 'next/router'
import { readInboxView } from '#src/features/inbox/inbox-address.ts'
import { InboxPage } from '#src/features/inbox/inbox-page.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('staff')

/** One route for the list and for a conversation in it, so that choosing one keeps the list as it is. */
export default function Panel() {
  const { id, lista } = useRouter().query
  return <InboxPage selectedId={Array.isArray(id) ? id[0] : undefined} view={readInboxView(lista)} />
}
