import { router } from '../../trpc/init.ts'
import { adminProcedure } from '../../trpc/procedures.ts'
import { alertsNow, readAlertsNow } from './alerts-now.ts'

/** The alerts as the console shows them. */
export const alertsRouter = router({
  now: adminProcedure({ limit: 'default' })
    .output(alertsNow)
    .query(({ ctx }) => readAlertsNow(ctx.services)),
})
