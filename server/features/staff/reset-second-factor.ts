import { resetTotp } from '#db/queries/staff.ts'
import { closeSessionsOf } from '../../auth/close-sessions-of.ts'
import { AppError } from '../../errors.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'

/**
 * For a colleague who lost the telephone and the recovery codes: they sign in by the link alone until they set up
 * another, and every session of theirs ends. FORBIDDEN to oneself, NOT_FOUND, CONFLICT where there is none.
 */
export async function resetSecondFactor(ctx: StaffContext, { id }: { readonly id: string }): Promise<{ id: string }> {
  const { services, viewer, audit } = ctx
  const jobs = [outboxJob('end-sessions', { userId: id, keptId: null, openedBeforeMs: services.clock() })]
  const status = await resetTotp(services.db, { id, actorId: viewer.userId, jobs, audit })
  if (status !== 'done') throw refusals[status]()
  await endNow(ctx, id)
  return { id }
}

/** What fails here is done by the job. */
async function endNow({ services }: StaffContext, userId: string): Promise<void> {
  try {
    await closeSessionsOf(services, userId, 'all_signed_out')
  } catch (error) {
    services.log.warn({ err: error, userId }, 'the sessions of before a second factor was removed are ended by a job')
  }
  await wakeRelay(services)
}

const refusals = {
  none: () => new AppError('CONFLICT', { publicMessage: 'This person has no second factor.' }),
  not_found: () => new AppError('NOT_FOUND', { publicMessage: 'There is no such member of staff.' }),
  forbidden: () => new AppError('FORBIDDEN', { publicMessage: 'Your role does not allow this.' }),
  self: () => new AppError('FORBIDDEN', { publicMessage: 'One’s own second factor is disabled by a code of it.' }),
}
