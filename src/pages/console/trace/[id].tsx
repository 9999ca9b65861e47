import { useRouter } from 'next/router'
import { ConversationTrace } from '#src/features/console/conversation-trace.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default function Page() {
  const { id } = useRouter().query
  return <ConversationTrace conversationId={typeof id === 'string' ? id : ''} />
}
