import { useCallback } from 'react'
import type { Conversation } from '#server/contracts/conversations.ts'
import type { InboxView } from '#server/contracts/inbox.ts'
import { ConversationFailure } from '#src/features/conversation/conversation-failure.tsx'
import { ConversationThread } from '#src/features/conversation/conversation-thread.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { AssigneeMenu } from './assignee-menu.tsx'
import { inboxHref } from './inbox-address.ts'
import { inboxTexts } from './inbox-texts.ts'
import classes from './inbox-thread.module.css'

interface InboxThreadProps {
  readonly viewerId: string
  readonly view: InboxView
  readonly conversationId: string
  /** The conversation as the list knows it: fresher than a read one, while it is listed. */
  readonly row: Conversation | undefined
  readonly onSeen: (conversationId: string, seq: number) => void
}

/** The chosen conversation, seen from the firm's side. */
export function InboxThread({ viewerId, view, conversationId, row, onSeen }: InboxThreadProps) {
  const t = useText(inboxTexts)
  const read = trpc.conversations.byId.useQuery({ conversationId })
  const onThreadSeen = useCallback((seq: number) => onSeen(conversationId, seq), [onSeen, conversationId])
  const conversation = row ?? read.data
  if (!conversation) {
    return (
      <div className={classes.state}>
        {read.error ? (
          <ConversationFailure
            failure={readFailure(read.error)}
            onRetry={() => void read.refetch()}
            isRetrying={read.isRefetching}
          />
        ) : (
          <LoadingLines lines={6} />
        )}
      </div>
    )
  }
  const { visitor, product, assignee, status } = conversation
  return (
    <ConversationThread
      conversationId={conversationId}
      viewer={{ id: viewerId, side: 'staff' }}
      isClosed={status === 'closed'}
      onSeen={onThreadSeen}
      describe={() => ({
        title: visitor.name,
        subtitle: product?.name ?? t.generalSubject,
        backHref: inboxHref(view),
        isBackNarrowOnly: true,
      })}
      actions={
        status === 'open' && <AssigneeMenu conversationId={conversationId} assignee={assignee} viewerId={viewerId} />
      }
    />
  )
}
