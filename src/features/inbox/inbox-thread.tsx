import { useCallback } from 'react'
import { ConversationFailure } from '#src/features/conversation/conversation-failure.tsx'
import { ConversationThread } from '#src/features/conversation/conversation-thread.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { inboxTexts } from './inbox-texts.ts'
import classes from './inbox-thread.module.css'

interface InboxThreadProps {
  readonly viewerId: string
  readonly conversationId: string
  readonly onSeen: (conversationId: string, headSeq: number) => void
}

/** The chosen conversation, seen from the firm's side. */
export function InboxThread({ viewerId, conversationId, onSeen }: InboxThreadProps) {
  const t = useText(inboxTexts)
  const conversation = trpc.conversations.byId.useQuery({ conversationId })
  const onThreadSeen = useCallback((headSeq: number) => onSeen(conversationId, headSeq), [onSeen, conversationId])
  if (!conversation.data) {
    return (
      <div className={classes.state}>
        {conversation.error ? (
          <ConversationFailure
            failure={readFailure(conversation.error)}
            onRetry={() => void conversation.refetch()}
            isRetrying={conversation.isRefetching}
          />
        ) : (
          <LoadingLines lines={6} />
        )}
      </div>
    )
  }
  const { visitor, product, assignee, status } = conversation.data
  return (
    <ConversationThread
      conversationId={conversationId}
      viewer={{ id: viewerId, side: 'staff' }}
      isClosed={status === 'closed'}
      onSeen={onThreadSeen}
      describe={(latestStaffName) => {
        const answerer = assignee?.name ?? latestStaffName
        const service = product?.name ?? t.generalSubject
        return {
          title: visitor.name,
          subtitle: `${service} · ${answerer ? t.with(answerer) : t.unassigned}`,
          backHref: '/painel',
          isBackNarrowOnly: true,
        }
      }}
    />
  )
}
