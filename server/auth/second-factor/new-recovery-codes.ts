import { replaceRecoveryCodes } from '#db/queries/totp.ts'
import { type CodeAttempt, checkCode, type SecondFactorServices } from './check-code.ts'
import { createRecoveryCodes, hashRecoveryCode } from './recovery-codes.ts'

/** Ten other recovery codes, shown this once; null for a wrong code. @throws AppError TOO_MANY_REQUESTS */
export async function newRecoveryCodes(
  services: SecondFactorServices,
  attempt: CodeAttempt,
): Promise<readonly string[] | null> {
  const { userId, audit } = attempt
  if (!(await checkCode(services, { ...attempt, audit: null }))) return null
  const codes = createRecoveryCodes()
  const codeHashes = codes.map((code) => hashRecoveryCode(services.env.AUTH_SECRET, userId, code))
  return (await replaceRecoveryCodes(services.db, { userId, codeHashes, audit })) ? codes : null
}
