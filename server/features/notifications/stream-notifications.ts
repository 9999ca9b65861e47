import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { NotificationEvent } from '../../contracts/notifications.ts'
import { formatEventId, parseEventId } from '../../contracts/positions.ts'
import type { PlacedNotification } from '../../realtime/notifications/notification-feed.ts'
import { translateStream } from '../../trpc/translate-stream.ts'
import type { ViewerContext } from '../conversations/authorize-conversation.ts'
import { realtimeOf } from '../realtime-of.ts'

interface StreamNotifications {
  readonly lastEventId?: string | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * The viewer's notifications after a cursor; after the newest, without one that can be read.
 * SERVICE_UNAVAILABLE outside a gateway.
 */
export function streamNotifications(
  { services, viewer }: ViewerContext,
  { lastEventId, signal }: StreamNotifications,
): AsyncIterable<TrackedEnvelope<NotificationEvent>> {
  const after = lastEventId === undefined ? undefined : parseEventId(lastEventId)
  const { notifications } = realtimeOf(services).live
  return translateStream(track(notifications.watch({ userId: viewer.userId, after, signal })))
}

async function* track(feed: AsyncIterable<PlacedNotification>) {
  for await (const { position, event } of feed) yield tracked(formatEventId(position), event)
}
