import { findProfile } from '#db/queries/profiles.ts'
import type { Account } from '../../contracts/account.ts'
import { AppError } from '../../errors.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { Services } from '../../services.ts'

interface AccountContext {
  readonly services: Services
  readonly viewer: Session
}

/** UNAUTHORIZED where the person was switched off or erased, and the session is about to end for it. */
export async function readAccount({ services, viewer }: AccountContext): Promise<Account> {
  const profile = await findProfile(services.db, viewer.userId)
  if (!profile) throw new AppError('UNAUTHORIZED', { publicMessage: 'Sign in to do this.' })
  const { id, name, email, role } = profile
  return { id, name, email, role }
}
