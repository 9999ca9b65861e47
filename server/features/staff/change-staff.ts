import { changeStaff as storeChange } from '#db/queries/staff.ts'
import { closeSessionsOf } from '../../auth/close-sessions-of.ts'
import type { StaffRole } from '../../contracts/staff.ts'
import { AppError } from '../../errors.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'

interface Change {
  readonly id: string
  readonly role?: StaffRole
  readonly isActive?: boolean
}

interface Changed {
  readonly id: string
  readonly role: StaffRole
  readonly isActive: boolean
}

/** Another role; whoever has it signs in again. FORBIDDEN to oneself, NOT_FOUND, CONFLICT for who is only invited. */
export const changeRole = (ctx: StaffContext, { id, role }: { readonly id: string; readonly role: StaffRole }) =>
  changeStaff(ctx, { id, role })

/** Nobody signs in as them from now on, and what was open closes. Their conversations go back to everyone. */
export const deactivateStaff = (ctx: StaffContext, { id }: { readonly id: string }) =>
  changeStaff(ctx, { id, isActive: false })

export const reactivateStaff = (ctx: StaffContext, { id }: { readonly id: string }) =>
  changeStaff(ctx, { id, isActive: true })

/**
 * First the profile, which a sign-in is checked against, then the sessions. The job does the same once more, so that
 * neither a crash in between nor a Redis that is away leaves a session of a role that the person no longer has.
 */
async function changeStaff(ctx: StaffContext, change: Change): Promise<Changed> {
  const { services, viewer, audit } = ctx
  const actorId = viewer.userId
  const jobs = [outboxJob('settle-staff-change', { userId: change.id, actorId })]
  const result = await storeChange(services.db, { ...change, actorId, jobs, audit })
  switch (result.status) {
    case 'not_found':
      throw new AppError('NOT_FOUND', { publicMessage: 'There is no such member of staff.' })
    case 'forbidden':
      throw new AppError('FORBIDDEN', { publicMessage: 'Your role does not allow this.' })
    case 'self':
      throw new AppError('FORBIDDEN', { publicMessage: 'Nobody changes their own role or switches themselves off.' })
    case 'invited':
      throw new AppError('CONFLICT', { publicMessage: 'This person has not accepted the invitation yet.' })
  }
  const { id, role, isActive } = result
  if (result.status === 'changed') await settleNow(ctx, id)
  return { id, role, isActive }
}

/** What fails here is done by the job. */
async function settleNow({ services }: StaffContext, userId: string): Promise<void> {
  try {
    await closeSessionsOf(services, userId, 'role_changed')
  } catch (error) {
    services.log.warn({ err: error, userId }, 'the sessions of a changed member of staff are ended by a job')
  }
  await wakeRelay(services)
}
