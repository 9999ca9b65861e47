import type { NotificationEvent } from '#server/contracts/notifications.ts'
import type { Position } from '#server/contracts/positions.ts'

interface WatchNotifications {
  readonly userId: string
  /** The last event that the client has; without one the stream begins at the newest. */
  readonly after: Position | undefined
  readonly signal: AbortSignal | undefined
}

export interface PlacedNotification {
  readonly position: Position
  readonly event: NotificationEvent
}

export interface NotificationStats {
  readonly people: number
  readonly readers: number
}

/** A person's notifications: every one after a position, in order, none twice, and the count of unread ones. */
export interface NotificationFeed {
  watch(options: WatchNotifications): AsyncGenerator<PlacedNotification, void, undefined>
  stats(): NotificationStats
  close(): Promise<void>
}
