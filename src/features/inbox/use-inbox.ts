import { useCallback, useMemo, useReducer } from 'react'
import type { InboxRow, InboxUpdate, InboxView } from '#server/contracts/inbox.ts'
import { trpc } from '#src/trpc/client.ts'
import type { LiveStatus } from '#src/trpc/live-subscription.ts'
import { useLiveSubscription } from '#src/trpc/use-live-subscription.ts'
import { emptyInbox, listRows, reduceInbox } from './inbox-state.ts'

/** Nobody scrolls further; what stands below rises by itself when something happens to it. */
export const inboxLength = 100

export interface Inbox {
  /** The last moved first; undefined while they are read for the first time. */
  readonly rows: readonly InboxRow[] | undefined
  readonly live: LiveStatus
  /** This page has shown everything up to there. */
  readonly markRead: (conversationId: string, seq: number) => void
}

/** The open conversations of a view, as the gateway tells of them. */
export function useInbox(view: InboxView): Inbox {
  const { client } = trpc.useUtils()
  const [state, dispatch] = useReducer(reduceInbox, emptyInbox)
  const live = useLiveSubscription<{ readonly data: InboxUpdate }, InboxView>({
    isEnabled: true,
    subject: view,
    subscribe: (observer, subject) => client.inbox.stream.subscribe({ view: subject, limit: inboxLength }, observer),
    onData: ({ data: update }) => dispatch({ type: 'updated', view, update }),
  })
  return {
    rows: useMemo(() => listRows(state, view, inboxLength), [state, view]),
    live,
    markRead: useCallback((conversationId, seq) => dispatch({ type: 'read', conversationId, seq }), []),
  }
}
