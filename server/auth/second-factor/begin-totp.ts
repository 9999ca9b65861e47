import { beginTotp as storeTotp } from '#db/queries/totp.ts'
import type { Services } from '../../services.ts'
import { seal } from './seal.ts'
import { createTotpSecret, totpUri } from './totp-code.ts'

/**
 * A new secret for somebody's telephone; nothing is asked for until its first code has confirmed it. Null where a second
 * factor is in use already: it is disabled first, by a code of its own.
 */
export async function beginTotp(
  { db, env }: Pick<Services, 'db' | 'env'>,
  { userId, email }: { readonly userId: string; readonly email: string },
): Promise<{ readonly secret: string; readonly uri: string } | null> {
  const secret = createTotpSecret()
  const isBegun = await storeTotp(db, userId, seal(env.AUTH_SECRET, userId, secret))
  return isBegun ? { secret, uri: totpUri({ secret, issuer: env.FIRM_NAME, label: email }) } : null
}
