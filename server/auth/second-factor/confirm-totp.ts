import { findTotp, confirmTotp as storeConfirmation } from '#db/queries/totp.ts'
import { takeSecondFactorLimit } from '../sign-in-limits.ts'
import type { ChangingAttempt, SecondFactorServices } from './check-code.ts'
import { readSecret } from './read-secret.ts'
import { createRecoveryCodes, hashRecoveryCode } from './recovery-codes.ts'
import { totpStepOf } from './totp-code.ts'

/**
 * The first code of a new second factor, which is in use from now on. Answers the recovery codes, which are shown this
 * once; null for a wrong code, and where none waits to be confirmed. @throws AppError TOO_MANY_REQUESTS
 */
export async function confirmTotp(
  services: SecondFactorServices,
  { userId, code, jobs, audit }: ChangingAttempt,
): Promise<readonly string[] | null> {
  const { db, env, clock } = services
  await takeSecondFactorLimit(services, userId)
  const stored = await findTotp(db, userId)
  if (!stored || stored.enabledAt !== null) return null
  const step = totpStepOf(readSecret(services, { userId, sealed: stored.secret }), code.trim(), clock())
  if (step === undefined) return null
  const codes = createRecoveryCodes()
  const codeHashes = codes.map((one) => hashRecoveryCode(env.AUTH_SECRET, userId, one))
  const isConfirmed = await storeConfirmation(db, { userId, secret: stored.secret, step, codeHashes, jobs, audit })
  return isConfirmed ? codes : null
}
