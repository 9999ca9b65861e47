import { useCallback } from 'react'
import type { Conversation } from '#server/contracts/conversations.ts'
import { ConnectionIndicator } from '#src/features/conversation/connection-indicator.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { PageHead } from '#src/ui/page-head.tsx'
import { ConversationList, isUnread } from './conversation-list.tsx'
import classes from './inbox.module.css'
import { inboxTexts } from './inbox-texts.ts'
import { InboxThread } from './inbox-thread.tsx'
import type { SeenMap } from './seen-store.ts'
import { useInbox } from './use-inbox.ts'
import { useSeen } from './use-seen.ts'

interface InboxProps {
  readonly viewerId: string
  readonly selectedId: string | undefined
}

/** List and thread side by side; on a phone the one or the other. */
export function Inbox({ viewerId, selectedId }: InboxProps) {
  const t = useText(inboxTexts)
  const inbox = useInbox()
  const { seen, markSeen } = useSeen()
  const { conversations, refresh } = inbox
  const onSeen = useCallback(
    (conversationId: string, headSeq: number) => {
      markSeen(conversationId, headSeq)
      refresh()
    },
    [markSeen, refresh],
  )
  const unreadCount = countUnread(conversations ?? [], seen, selectedId)
  return (
    <div className={classes.inbox} data-selected={selectedId !== undefined}>
      <PageHead title={unreadCount > 0 ? t.pageTitleUnread(unreadCount) : t.pageTitle} isPrivate />
      <nav className={classes.side} aria-label={t.list}>
        <header className={classes.sideHeader}>
          <h2 className={classes.sideTitle}>{t.title}</h2>
          {conversations && conversations.length > 0 && (
            <p className={classes.count}>{t.count(conversations.length)}</p>
          )}
          {inbox.live.state !== 'live' && <ConnectionIndicator live={inbox.live} />}
        </header>
        <InboxList inbox={inbox} seen={seen} selectedId={selectedId} />
      </nav>
      <div className={classes.main}>
        {selectedId === undefined ? (
          <div className={classes.choose}>
            <EmptyState title={t.chooseTitle} text={t.chooseText} />
          </div>
        ) : (
          <InboxThread key={selectedId} viewerId={viewerId} conversationId={selectedId} onSeen={onSeen} />
        )}
      </div>
    </div>
  )
}

interface InboxListProps {
  readonly inbox: ReturnType<typeof useInbox>
  readonly seen: SeenMap
  readonly selectedId: string | undefined
}

function InboxList({ inbox, seen, selectedId }: InboxListProps) {
  const t = useText(inboxTexts)
  const failures = useText(failureTexts)
  const { conversations, failure, isRetrying, refresh } = inbox
  if (conversations && conversations.length > 0) {
    return <ConversationList conversations={conversations} selectedId={selectedId} seen={seen} />
  }
  return (
    <div className={classes.sideState}>
      {conversations && <EmptyState title={t.emptyTitle} text={t.emptyText} />}
      {failure && <ErrorState text={failureText(failure, failures)} onRetry={refresh} isRetrying={isRetrying} />}
      {!conversations && !failure && <LoadingLines lines={8} />}
    </div>
  )
}

function countUnread(conversations: readonly Conversation[], seen: SeenMap, selectedId: string | undefined): number {
  return conversations.filter((conversation) => conversation.id !== selectedId && isUnread(conversation, seen)).length
}
