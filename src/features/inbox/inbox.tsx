import { useEffect } from 'react'
import type { InboxRow, InboxView } from '#server/contracts/inbox.ts'
import { ConnectionIndicator } from '#src/features/conversation/connection-indicator.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { PageHead } from '#src/ui/page-head.tsx'
import { ConversationList } from './conversation-list.tsx'
import classes from './inbox.module.css'
import { unreadOf } from './inbox-state.ts'
import { inboxTexts } from './inbox-texts.ts'
import { InboxThread } from './inbox-thread.tsx'
import { type Inbox as InboxRows, inboxLength, useInbox } from './use-inbox.ts'
import { ViewTabs } from './view-tabs.tsx'

interface InboxProps {
  readonly viewerId: string
  /** The viewer is a lawyer: the list holds only what they take part in. */
  readonly isOwn: boolean
  readonly view: InboxView
  readonly selectedId: string | undefined
}

/** List and thread side by side; on a phone the one or the other. */
export function Inbox({ viewerId, isOwn, view, selectedId }: InboxProps) {
  const t = useText(inboxTexts)
  const inbox = useInbox(view)
  const { rows } = inbox
  const unreadCount = rows?.filter((row) => unreadOf(row) > 0).length ?? 0
  const selected = rows?.find(({ id }) => id === selectedId)
  useRefreshWhenGone(selectedId, selected)
  return (
    <div className={classes.inbox} data-selected={selectedId !== undefined}>
      <PageHead title={unreadCount > 0 ? t.pageTitleUnread(unreadCount) : t.pageTitle} isPrivate />
      <nav className={classes.side} aria-label={t.list}>
        <header className={classes.sideHeader}>
          <h2 className={classes.sideTitle}>{t.title}</h2>
          {rows && rows.length > 0 && (
            <p className={classes.count}>
              {rows.length < inboxLength ? t.count(rows.length) : t.countAtLimit(rows.length)}
            </p>
          )}
          {inbox.live.state !== 'live' && <ConnectionIndicator live={inbox.live} />}
        </header>
        <ViewTabs view={view} selectedId={selectedId} isOwn={isOwn} />
        <InboxList inbox={inbox} view={view} viewerId={viewerId} isOwn={isOwn} selectedId={selectedId} />
      </nav>
      <div className={classes.main}>
        {selectedId === undefined ? (
          <div className={classes.choose}>
            <EmptyState title={t.chooseTitle} text={t.chooseText} />
          </div>
        ) : (
          <InboxThread
            key={selectedId}
            viewerId={viewerId}
            view={view}
            conversationId={selectedId}
            row={selected}
            onSeen={inbox.markRead}
          />
        )}
      </div>
    </div>
  )
}

interface InboxListProps extends InboxProps {
  readonly inbox: InboxRows
}

function InboxList({ inbox: { rows, live }, view, viewerId, isOwn, selectedId }: InboxListProps) {
  const t = useText(inboxTexts)
  const failures = useText(failureTexts)
  if (rows && rows.length > 0) {
    return <ConversationList rows={rows} view={view} viewerId={viewerId} selectedId={selectedId} />
  }
  return (
    <div className={classes.sideState}>
      {rows && <EmptyState {...(isOwn ? t.own.empty : t.empty)[view]} />}
      {!rows && live.state === 'stopped' && (
        <ErrorState
          text={failureText(live.failure, failures)}
          action={live.failure.kind === 'signed-out' && <LinkButton href="/entrar">{t.signIn}</LinkButton>}
        />
      )}
      {!rows && live.state !== 'stopped' && <LoadingLines lines={8} />}
    </div>
  )
}

/** What left the list may have been closed or given to someone: the open thread asks anew. */
function useRefreshWhenGone(selectedId: string | undefined, row: InboxRow | undefined): void {
  const { invalidate } = trpc.useUtils().conversations.byId
  const isListed = row !== undefined
  useEffect(() => {
    if (selectedId === undefined || !isListed) return
    return () => void invalidate({ conversationId: selectedId })
  }, [selectedId, isListed, invalidate])
}
