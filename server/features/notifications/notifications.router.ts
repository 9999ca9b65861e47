import { z } from 'zod'
import { notification } from '../../contracts/notifications.ts'
import { cursorInput } from '../../contracts/positions.ts'
import { router } from '../../trpc/init.ts'
import { memberProcedure } from '../../trpc/procedures.ts'
import { listNotifications } from './list-notifications.ts'
import { markNotificationsRead } from './mark-notifications-read.ts'
import { streamNotifications } from './stream-notifications.ts'

const longestPage = 100

const listInput = z.object({
  /** The page ends before this one; without it, at the newest. */
  beforeSeq: z.int().positive().optional(),
  limit: z.int().min(1).max(longestPage).default(30),
})

const notificationPage = z.object({
  /** Newest first. */
  items: z.array(notification),
  unread: z.int().nonnegative(),
  headSeq: z.int().nonnegative(),
  /** The cursor that `stream` goes on from. */
  eventId: z.string(),
})

export const notificationsRouter = router({
  list: memberProcedure({ limit: 'default' })
    .input(listInput)
    .output(notificationPage)
    .query(({ ctx, input }) => listNotifications(ctx, input)),

  markRead: memberProcedure({ limit: 'default', audit: 'notification.mark-read' })
    .input(z.object({ upToSeq: z.int().positive() }))
    .output(z.object({ unread: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => markNotificationsRead(ctx, input)),

  stream: memberProcedure({ limit: 'default' })
    // Browsers of the version before this one hand in nothing.
    .input(z.object({ lastEventId: cursorInput }).optional())
    .subscription(({ ctx, input, signal }) => streamNotifications(ctx, { ...input, signal })),
})
