import { disableTotp as removeTotp } from '#db/queries/totp.ts'
import { type ChangingAttempt, checkCode, type SecondFactorServices } from './check-code.ts'

/** No code is asked for from now on; takes one first. False for a wrong code. @throws AppError TOO_MANY_REQUESTS */
export async function disableTotp(services: SecondFactorServices, attempt: ChangingAttempt): Promise<boolean> {
  const { userId, jobs, audit } = attempt
  if (!(await checkCode(services, { ...attempt, audit: null }))) return false
  return removeTotp(services.db, { userId, jobs, audit })
}
