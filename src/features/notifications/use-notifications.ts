import { useState } from 'react'
import type { Notification, NotificationEvent } from '#server/contracts/notifications.ts'
import { trpc } from '#src/trpc/client.ts'
import { type Failure, readFailure } from '#src/trpc/failure.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'
import { useLiveSubscription } from '#src/trpc/use-live-subscription.ts'

const pageLength = 30
const mostShown = 100

/** How many are unread, as the stream last said. */
export function useUnreadCount(viewerId: string): number {
  const { client, notifications } = trpc.useUtils()
  const [unread, setUnread] = useState(0)
  useLiveSubscription<{ readonly data: NotificationEvent }>({
    isEnabled: true,
    subject: viewerId,
    subscribe: (observer) => client.notifications.stream.subscribe({}, observer),
    onData: ({ data }) => {
      setUnread(data.unread)
      // Read again only while someone looks at the list; the stream is the word that it changed, not the list itself.
      void notifications.list.invalidate()
    },
  })
  return unread
}

interface NotificationList {
  /** Newest first; undefined while they are read for the first time. */
  readonly items: readonly Notification[] | undefined
  readonly hasMore: boolean
  readonly showMore: () => void
  readonly failure: Failure | undefined
  readonly isReading: boolean
  readonly reload: () => void
  readonly markAllRead: () => void
  readonly isMarking: boolean
  readonly hasMarkFailed: boolean
}

/** The newest notifications, as long as they are looked at. */
export function useNotificationList(): NotificationList {
  const [limit, setLimit] = useState(pageLength)
  const utils = trpc.useUtils()
  const page = trpc.notifications.list.useQuery({ limit }, { staleTime: 0, placeholderData: (before) => before })
  const marking = trpc.notifications.markRead.useMutation({
    ...retryTransient,
    onSuccess: () => utils.notifications.list.invalidate(),
  })
  const { data, error } = page
  return {
    items: data?.items,
    hasMore: data !== undefined && data.items.length >= limit && limit < mostShown,
    showMore: () => setLimit(mostShown),
    failure: data === undefined && error ? readFailure(error) : undefined,
    isReading: page.isFetching,
    reload: () => void page.refetch(),
    markAllRead: () => {
      if (data && data.headSeq > 0) marking.mutate({ upToSeq: data.headSeq })
    },
    isMarking: marking.isPending,
    hasMarkFailed: marking.isError,
  }
}
