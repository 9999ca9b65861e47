import { useRouter } from 'next/router'
import { ConversationTrace } from '#src/features/console/conversation-trace.tsx'
import { withSiteOnlyFor } from '#src/ui/with-site-for.ts'

export const getServerSideProps = withSiteOnlyFor('admin')

export default function Page() {
  const { id } = useRouter().query
  return <ConversationTrace conversationId={typeof id === 'string' ? id : ''} />
}
