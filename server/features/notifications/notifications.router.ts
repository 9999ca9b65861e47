import { router } from '../../trpc/init.ts'
import { memberProcedure } from '../../trpc/procedures.ts'
import { streamNotifications } from './stream-notifications.ts'

export const notificationsRouter = router({
  stream: memberProcedure({ limit: 'default' }).subscription(({ ctx: { services, viewer }, signal }) =>
    streamNotifications(services, viewer.userId, signal),
  ),
})
