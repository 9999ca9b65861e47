import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { unseal } from './seal.ts'

interface StoredSecret {
  readonly userId: string
  /** As it lies in the database. */
  readonly sealed: string
}

/** The secret of somebody's telephone. @throws AppError CONFLICT where it was sealed under another AUTH_SECRET, or changed */
export function readSecret({ env, log }: Pick<Services, 'env' | 'log'>, { userId, sealed }: StoredSecret): string {
  try {
    return unseal(env.AUTH_SECRET, userId, sealed)
  } catch (error) {
    log.error({ err: error, userId }, 'a second factor cannot be opened: it was sealed under another AUTH_SECRET')
    throw new AppError('CONFLICT', {
      publicMessage: 'Your second factor cannot be checked any more. Please ask an admin to reset it.',
    })
  }
}
