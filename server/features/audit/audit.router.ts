import { z } from 'zod'
import { listAudit, recordAudit } from '#db/queries/audit.ts'
import { auditFilter, auditRow } from '../../contracts/audit.ts'
import { router } from '../../trpc/init.ts'
import { adminProcedure } from '../../trpc/procedures.ts'

const listInput = auditFilter.extend({
  cursor: z.string().max(100).optional().describe('`nextCursor` of the page before'),
  limit: z.int().min(1).max(200).default(50),
})

/** Who did what, for admins. */
export const auditRouter = router({
  /** Newest first. */
  list: adminProcedure({ limit: 'default' })
    .input(listInput)
    .output(z.object({ rows: z.array(auditRow).readonly(), nextCursor: z.string().optional() }))
    .query(({ ctx, input: { cursor, limit, ...filter } }) => listAudit(ctx.services.db, { filter, cursor, limit })),

  /** Lets an admin have the file, and writes down that they took it; the rows come from `GET /api/console/audit.csv`. */
  export: adminProcedure({ limit: 'default', audit: 'audit.export' })
    .input(auditFilter)
    .output(z.object({ isAllowed: z.literal(true) }))
    .query(async ({ ctx, input }) => {
      await recordAudit(ctx.services.db, { ...ctx.audit, action: 'audit.export', details: given(input) })
      return { isAllowed: true }
    }),
})

const given = (filter: object) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
