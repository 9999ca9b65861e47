import { z } from 'zod'
import { findPrivacyRequest, listPeople, listPrivacyRequests } from '#db/queries/privacy.ts'
import { listRetentionRuns } from '#db/queries/retention.ts'
import { uuid } from '../../contracts/ids.ts'
import { ownPrivacyRequest, person, privacyRequest, retentionResult, retentionRun } from '../../contracts/privacy.ts'
import { router } from '../../trpc/init.ts'
import { adminProcedure, clientProcedure, memberProcedure } from '../../trpc/procedures.ts'
import { archive, exportOwn, exportPerson, exportPersonInput } from './export-person.ts'
import { erasePersonNow } from './grant-erasure.ts'
import { refuseRequest, refuseRequestInput } from './refuse-request.ts'
import { askForErasure } from './request-erasure.ts'
import { measureRetention, reportDryRun } from './run-retention.ts'

const pageLength = 50
const shownRuns = 14

const aboutPerson = z.object({ id: uuid })

/** What LGPD gives people, for admins and for clients themselves: docs/privacy.md. */
export const privacyRouter = router({
  people: adminProcedure({ limit: 'default' })
    .input(z.object({ search: z.string().trim().max(254).default('') }))
    .output(z.array(person))
    .query(({ ctx, input }) => listPeople(ctx.services.db, { ...input, limit: pageLength })),

  exportPerson: adminProcedure({ limit: 'privacy', audit: 'privacy.export' })
    .input(exportPersonInput)
    .output(archive)
    .mutation(({ ctx, input }) => exportPerson(ctx, input)),

  erase: adminProcedure({ limit: 'default', audit: 'privacy.erase' })
    .input(aboutPerson)
    .output(z.object({ isErased: z.literal(true) }))
    .mutation(({ ctx, input }) => erasePersonNow(ctx, input)),

  requests: adminProcedure({ limit: 'default' })
    .output(z.array(privacyRequest))
    .query(({ ctx }) => listPrivacyRequests(ctx.services.db, pageLength)),

  refuseRequest: adminProcedure({ limit: 'default', audit: 'privacy.erase-refuse' })
    .input(refuseRequestInput)
    .output(z.object({ isRefused: z.literal(true) }))
    .mutation(({ ctx, input }) => refuseRequest(ctx, input)),

  retention: adminProcedure({ limit: 'default' })
    .output(z.object({ now: z.array(retentionResult), runs: z.array(retentionRun) }))
    .query(async ({ ctx: { services } }) => ({
      now: await measureRetention(services),
      runs: await listRetentionRuns(services.db, shownRuns),
    })),

  dryRun: adminProcedure({ limit: 'default', audit: 'privacy.dry-run' })
    .output(z.array(retentionResult))
    .mutation(({ ctx }) => reportDryRun(ctx)),

  own: memberProcedure({ limit: 'default' })
    .output(z.object({ request: ownPrivacyRequest.nullable() }))
    .query(async ({ ctx: { services, viewer } }) => ({
      request: await findPrivacyRequest(services.db, viewer.userId),
    })),

  exportOwn: clientProcedure({ limit: 'privacy', audit: 'privacy.export-own' })
    .input(exportPersonInput.omit({ id: true }))
    .output(archive)
    .mutation(({ ctx, input }) => exportOwn(ctx, input)),

  requestErasure: clientProcedure({ limit: 'privacy', audit: 'privacy.erase-request' })
    .output(z.object({ isAsked: z.literal(true) }))
    .mutation(({ ctx }) => askForErasure(ctx)),
})
