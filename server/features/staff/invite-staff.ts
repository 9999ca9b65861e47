import {
  cancelInvitation as removeInvitation,
  resendInvitation as renewInvitation,
  type Settled,
  inviteStaff as storeInvitation,
} from '#db/queries/staff.ts'
import { newId } from '../../contracts/ids.ts'
import type { Invitation } from '../../contracts/staff.ts'
import { AppError } from '../../errors.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'
import { newInvitationLink } from './invitation-link.ts'

/**
 * Mails an invitation; whoever was invited at that address already, and has not accepted, gets a fresh link in place of
 * the earlier one. CONFLICT names `email` where the address is that of a colleague, or of a former one; FORBIDDEN, here
 * and below, where who does it has stopped being an admin a moment ago.
 */
export async function inviteStaff(ctx: StaffContext, invitation: Invitation): Promise<{ id: string }> {
  const { services, viewer, audit } = ctx
  const order = { id: newId(), actorId: viewer.userId, invitation, ...newInvitationLink(services), audit }
  const result = await storeInvitation(services.db, order)
  if (result.status === 'forbidden') throw notAllowed()
  if (result.status !== 'invited') throw taken(result.status)
  await wakeRelay(services)
  return { id: result.id }
}

/** A fresh link; those before it are void. NOT_FOUND where nobody is invited any more. */
export async function resendInvitation(ctx: StaffContext, { id }: { readonly id: string }): Promise<{ id: string }> {
  const { services, viewer, audit } = ctx
  const order = { id, actorId: viewer.userId, ...newInvitationLink(services), audit }
  requireDone(await renewInvitation(services.db, order))
  await wakeRelay(services)
  return { id }
}

/** Its link is void at once, and the person is gone. NOT_FOUND where nobody is invited any more. */
export async function cancelInvitation(
  { services, viewer, audit }: StaffContext,
  { id }: { readonly id: string },
): Promise<{ id: string }> {
  requireDone(await removeInvitation(services.db, { id, actorId: viewer.userId, audit }))
  return { id }
}

function requireDone(settled: Settled): void {
  if (settled === 'forbidden') throw notAllowed()
  if (settled === 'not_found') {
    throw new AppError('NOT_FOUND', { publicMessage: 'There is no such invitation any more.' })
  }
}

const notAllowed = () => new AppError('FORBIDDEN', { publicMessage: 'Your role does not allow this.' })

const problems = {
  active: 'belongs to a colleague already',
  inactive: 'belongs to somebody who was switched off: switch them on again',
}

function taken(status: keyof typeof problems): AppError {
  const problem = problems[status]
  return new AppError('CONFLICT', {
    publicMessage: `The address ${problem}.`,
    details: { fields: [{ path: 'email', problem }] },
  })
}
