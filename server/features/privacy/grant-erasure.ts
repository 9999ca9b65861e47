import { AppError } from '../../errors.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'
import { erasePerson } from './erase-person.ts'

/** An admin erases a person; doing it again is harmless. NOT_FOUND, CONFLICT (staff who are still active). */
export async function erasePersonNow(
  { services, audit }: StaffContext,
  { id }: { readonly id: string },
): Promise<{ readonly isErased: true }> {
  const status = await erasePerson(services, { profileId: id, audit })
  if (status === 'not_found') throw noSuchPerson()
  if (status === 'active_staff') throw stillActive()
  return { isErased: true }
}

export const noSuchPerson = () => new AppError('NOT_FOUND', { publicMessage: 'There is no such person.' })

const stillActive = () =>
  new AppError('CONFLICT', { publicMessage: 'A member of staff is deactivated first, and erased then.' })
