import { useRouter } from 'next/router'
import { ViewerAccount } from '#src/features/account/viewer-account.tsx'
import { VisitorConversation } from '#src/features/conversation/visitor-conversation.tsx'
import { ViewerBell } from '#src/features/notifications/viewer-bell.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default function ConversationPage() {
  const { id } = useRouter().query
  return (
    <Shell variant="app" tools={tools}>
      {typeof id === 'string' && <VisitorConversation conversationId={id} />}
    </Shell>
  )
}

const tools = (
  <>
    <ViewerBell />
    <ViewerAccount />
  </>
)
