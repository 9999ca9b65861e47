import { z } from 'zod'
import { refusePrivacyRequest } from '#db/queries/privacy.ts'
import { uuid } from '../../contracts/ids.ts'
import { refusalReason } from '../../contracts/privacy.ts'
import { AppError } from '../../errors.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'

export const refuseRequestInput = z.object({ id: uuid, reason: refusalReason })

/** The wish is not granted; the person sees why. NOT_FOUND: it is not open any more. */
export async function refuseRequest(
  { services, audit }: StaffContext,
  { id, reason }: z.output<typeof refuseRequestInput>,
): Promise<{ readonly isRefused: true }> {
  if (!(await refusePrivacyRequest(services.db, { id, reason, audit }))) {
    throw new AppError('NOT_FOUND', { publicMessage: 'This request was decided already.' })
  }
  return { isRefused: true }
}
