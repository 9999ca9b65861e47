import { useCallback } from 'react'
import type { InboxRow, InboxView } from '#server/contracts/inbox.ts'
import { ConversationFailure } from '#src/features/conversation/conversation-failure.tsx'
import { ConversationThread } from '#src/features/conversation/conversation-thread.tsx'
import { PaymentsButton } from '#src/features/payments/payments-button.tsx'
import { useWhatsappThread } from '#src/features/whatsapp/use-whatsapp-thread.ts'
import { whatsappTexts } from '#src/features/whatsapp/whatsapp-texts.ts'
import { WindowNotice } from '#src/features/whatsapp/window-notice.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { AssigneeMenu } from './assignee-menu.tsx'
import { inboxHref } from './inbox-address.ts'
import { inboxTexts } from './inbox-texts.ts'
import classes from './inbox-thread.module.css'
import { useNow } from './use-now.ts'

interface InboxThreadProps {
  readonly viewerId: string
  readonly view: InboxView
  readonly conversationId: string
  /** The conversation as the list knows it: fresher than a read one, while it is listed. */
  readonly row: InboxRow | undefined
  readonly onSeen: (conversationId: string, seq: number) => void
}

/** The chosen conversation, seen from the firm's side. */
export function InboxThread({ viewerId, view, conversationId, row, onSeen }: InboxThreadProps) {
  const t = useText(inboxTexts)
  const names = useText(whatsappTexts)
  const read = trpc.conversations.byId.useQuery({ conversationId })
  const onThreadSeen = useCallback((seq: number) => onSeen(conversationId, seq), [onSeen, conversationId])
  const conversation = row ?? read.data
  const isOnWhatsapp = conversation?.channel === 'whatsapp'
  const whatsapp = useWhatsappThread({ conversationId, isOnWhatsapp, revision: row?.revision })
  const now = useNow()
  if (!conversation) {
    const failure = read.error ? readFailure(read.error) : undefined
    return (
      <div className={classes.state}>
        {!failure && <LoadingLines lines={6} />}
        {failure?.kind === 'forbidden' && (
          <EmptyState
            title={t.notMember}
            text={t.notMemberText}
            action={<LinkButton href={inboxHref(view)}>{t.toList}</LinkButton>}
          />
        )}
        {failure && failure.kind !== 'forbidden' && (
          <ConversationFailure failure={failure} onRetry={() => void read.refetch()} isRetrying={read.isRefetching} />
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
      deliveries={whatsapp.deliveries}
      notice={whatsapp.thread && <WindowNotice thread={whatsapp.thread} now={now} />}
      describe={() => ({
        title: visitor.name,
        subtitle: isOnWhatsapp
          ? [names.whatsapp, whatsapp.thread?.phone].filter(Boolean).join(' · ')
          : (product?.name ?? t.generalSubject),
        backHref: inboxHref(view),
        isBackNarrowOnly: true,
      })}
      actions={
        <>
          <PaymentsButton conversationId={conversationId} isOpen={status === 'open'} />
          {status === 'open' && (
            <AssigneeMenu conversationId={conversationId} assignee={assignee} viewerId={viewerId} />
          )}
        </>
      }
    />
  )
}
