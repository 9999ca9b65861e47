import type { InboxFeed, InboxStats } from '../inbox/inbox-feed.ts'
import type { NotificationFeed, NotificationStats } from '../notifications/notification-feed.ts'
import type { LiveRooms, RoomStats } from '../presence/live-rooms.ts'

/** What a gateway knows of people right now. One per gateway; asks nothing of Redis or Postgres while nobody looks. */
export interface Live {
  readonly rooms: LiveRooms
  readonly inbox: InboxFeed
  readonly notifications: NotificationFeed
  stats(): LiveStats
  /** Ends every stream. The people are offline in a moment, unless they have come to another gateway by then. */
  close(): Promise<void>
}

export interface LiveStats {
  readonly presence: RoomStats
  readonly inbox: InboxStats
  readonly notifications: NotificationStats
}
