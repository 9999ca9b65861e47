import { isStaff } from '#server/contracts/roles.ts'
import { ConfirmEmail } from '#src/features/visitor-account/confirm-email.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { PageHead } from '#src/ui/page-head.tsx'
import { ConversationFailure } from './conversation-failure.tsx'
import { conversationTexts } from './conversation-texts.ts'
import classes from './conversation-thread.module.css'
import { ConversationThread } from './conversation-thread.tsx'

/** The visitor's page of one conversation, from "who are you" to the live thread. */
export function VisitorConversation({ conversationId }: { readonly conversationId: string }) {
  const t = useText(conversationTexts)
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 })
  const conversation = trpc.conversations.byId.useQuery({ conversationId })
  const error = conversation.error ?? viewer.error
  const retry = () => void Promise.all([viewer.refetch(), conversation.refetch()])
  if (viewer.data && conversation.data) {
    const { product, assignee, status } = conversation.data
    return (
      <ConversationThread
        key={`${viewer.data.id}.${conversationId}`}
        conversationId={conversationId}
        viewer={{ id: viewer.data.id, side: isStaff(viewer.data.role) ? 'staff' : 'visitor' }}
        isClosed={status === 'closed'}
        notice={viewer.data.role === 'visitor' && <ConfirmEmail conversationId={conversationId} />}
        head={(unseen) => <PageHead title={unseen > 0 ? t.pageTitleUnseen(unseen) : t.pageTitle} isPrivate />}
        describe={(latestStaffName) => {
          const answerer = latestStaffName ?? assignee?.name
          return {
            title: product?.name ?? t.generalSubject,
            subtitle: answerer ? t.answeredBy(answerer) : t.noAnswererYet,
            backHref: '/conversa',
            isBackNarrowOnly: false,
          }
        }}
      />
    )
  }
  const isSignedOut = viewer.data === null
  return (
    <div className={classes.state}>
      <PageHead title={t.pageTitle} isPrivate />
      {error || isSignedOut ? (
        <ConversationFailure
          failure={isSignedOut || !error ? { kind: 'signed-out' } : readFailure(error)}
          onRetry={retry}
          isRetrying={conversation.isRefetching || viewer.isRefetching}
        />
      ) : (
        <LoadingLines lines={6} />
      )}
    </div>
  )
}
