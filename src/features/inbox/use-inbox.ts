import { useCallback, useEffect, useMemo } from 'react'
import type { Conversation } from '#server/contracts/conversations.ts'
import type { Notification } from '#server/contracts/events.ts'
import { trpc } from '#src/trpc/client.ts'
import { type Failure, readFailure } from '#src/trpc/failure.ts'
import { type LiveStatus, useLiveSubscription } from '#src/trpc/use-live-subscription.ts'
import { createThrottle } from './create-throttle.ts'

const refreshIntervalMs = 1_500
/** Hints are not durable: this bounds how long a lost one can hide a conversation. */
const repairIntervalMs = 60_000

interface Inbox {
  /** Newest first; undefined while they are read for the first time. */
  readonly conversations: readonly Conversation[] | undefined
  readonly failure: Failure | undefined
  readonly isRetrying: boolean
  readonly live: LiveStatus
  readonly refresh: () => void
}

/** Every open conversation, kept fresh by the attendant's notifications. */
export function useInbox(): Inbox {
  const utils = trpc.useUtils()
  const { client } = utils
  const query = trpc.conversations.mine.useQuery(undefined, { refetchInterval: repairIntervalMs })
  const { refetch } = query
  const throttle = useMemo(() => createThrottle(() => void refetch(), refreshIntervalMs), [refetch])
  useEffect(() => throttle.stop, [throttle])
  const refresh = useCallback(() => throttle.ask(), [throttle])
  const live = useLiveSubscription<Notification>({
    isEnabled: true,
    subscribe: (observer) => client.notifications.stream.subscribe(undefined, observer),
    onData: (notification) => {
      if (changesList(notification)) refresh()
    },
    onLive: refresh,
  })
  return {
    conversations: query.data,
    failure: query.data === undefined && query.error ? readFailure(query.error) : undefined,
    isRetrying: query.isRefetching,
    live,
    refresh,
  }
}

/** A kind that the contracts add fails to compile here until someone decides. */
function changesList(notification: Notification): boolean {
  switch (notification.kind) {
    case 'conversation.changed':
    case 'everything.changed':
      return true
  }
}
