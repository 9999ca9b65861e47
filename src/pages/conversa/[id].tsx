import { useRouter } from 'next/router'
import { conversationTexts } from '#src/features/conversation/conversation-texts.ts'
import { VisitorConversation } from '#src/features/conversation/visitor-conversation.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default function ConversationPage() {
  const t = useText(conversationTexts)
  const { id } = useRouter().query
  return (
    <Shell variant="app">
      <PageHead title={t.pageTitle} isPrivate />
      {typeof id === 'string' && <VisitorConversation conversationId={id} />}
    </Shell>
  )
}
