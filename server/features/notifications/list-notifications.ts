import { listNotifications as listStored } from '#db/queries/notifications.ts'
import type { Notification } from '../../contracts/notifications.ts'
import { formatEventId } from '../../contracts/positions.ts'
import type { ViewerContext } from '../conversations/authorize-conversation.ts'

interface ListNotifications {
  readonly beforeSeq?: number | undefined
  readonly limit: number
}

interface NotificationPage {
  readonly items: Notification[]
  readonly unread: number
  readonly headSeq: number
  readonly eventId: string
}

/** One page of the viewer's notifications, newest first. */
export async function listNotifications(
  { services, viewer }: ViewerContext,
  page: ListNotifications,
): Promise<NotificationPage> {
  const { items, unread, headSeq, epoch } = await listStored(services.db, { ...page, userId: viewer.userId })
  return { items, unread, headSeq, eventId: formatEventId({ epoch, seq: headSeq }) }
}
