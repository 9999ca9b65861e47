import { requestErasure } from '#db/queries/privacy.ts'
import { newId } from '../../contracts/ids.ts'
import { AppError } from '../../errors.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'

/** A client wishes to be erased; an admin decides. Asking again changes nothing. UNAUTHORIZED: they are gone already. */
export async function askForErasure({ services, viewer, audit }: StaffContext): Promise<{ readonly isAsked: true }> {
  const { status } = await requestErasure(services.db, { id: newId(), profileId: viewer.userId, audit })
  if (status === 'gone') throw new AppError('UNAUTHORIZED', { publicMessage: 'Your session has ended. Sign in again.' })
  return { isAsked: true }
}
