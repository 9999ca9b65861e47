import type { AuditEntry } from '#db/queries/json.ts'
import { findTotp, takeRecoveryCode, takeTotpStep } from '#db/queries/totp.ts'
import type { OutboxJob } from '../../contracts/jobs.ts'
import type { Services } from '../../services.ts'
import { takeSecondFactorLimit } from '../sign-in-limits.ts'
import { readSecret } from './read-secret.ts'
import { hashRecoveryCode, parseRecoveryCode } from './recovery-codes.ts'
import { isTotpCode, totpStepOf } from './totp-code.ts'

export type SecondFactorServices = Pick<Services, 'db' | 'env' | 'clock' | 'limiter' | 'log'>

export interface CodeAttempt {
  readonly userId: string
  /** As it was typed: six digits, or a recovery code. */
  readonly code: string
  /** Written where a recovery code is used up. */
  readonly audit: AuditEntry | null
}

/** One by which the second factor comes or goes. */
export interface ChangingAttempt extends CodeAttempt {
  /** Enqueued with the change. */
  readonly jobs: readonly OutboxJob[]
}

/**
 * Whether the code is right, which uses it up: no code of the telephone counts twice, and no recovery code. False where
 * the person has no second factor. @throws AppError TOO_MANY_REQUESTS after ten attempts within an hour
 */
export async function checkCode(services: SecondFactorServices, attempt: CodeAttempt): Promise<boolean> {
  await takeSecondFactorLimit(services, attempt.userId)
  const typed = attempt.code.trim().replace(/^(\d{3})[ -]?(\d{3})$/, '$1$2')
  return isTotpCode(typed) ? takeTotp(services, { ...attempt, code: typed }) : takeRecovery(services, attempt)
}

async function takeTotp(services: SecondFactorServices, { userId, code }: CodeAttempt): Promise<boolean> {
  const { db, clock } = services
  const stored = await findTotp(db, userId)
  if (!stored || stored.enabledAt === null) return false
  const step = totpStepOf(readSecret(services, { userId, sealed: stored.secret }), code, clock())
  return step !== undefined && takeTotpStep(db, { userId, secret: stored.secret, step })
}

async function takeRecovery({ db, env }: SecondFactorServices, { userId, code, audit }: CodeAttempt): Promise<boolean> {
  const parsed = parseRecoveryCode(code)
  if (parsed === undefined) return false
  return takeRecoveryCode(db, { userId, codeHash: hashRecoveryCode(env.AUTH_SECRET, userId, parsed), audit })
}
