import { readTotp } from '#db/queries/totp.ts'
import { beginTotp } from '../../auth/second-factor/begin-totp.ts'
import { confirmTotp } from '../../auth/second-factor/confirm-totp.ts'
import { disableTotp } from '../../auth/second-factor/disable-totp.ts'
import { newRecoveryCodes } from '../../auth/second-factor/new-recovery-codes.ts'
import type { NewSecondFactor, RecoveryCodes, SecondFactor } from '../../contracts/account.ts'
import { AppError } from '../../errors.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../../trpc/context.ts'
import type { AuditedContext } from '../../trpc/middleware/audited.ts'
import { readAccount } from './read-account.ts'

type OwnContext = AuditedContext & RequestContext & { readonly viewer: Session }

interface Typed {
  readonly code: string
}

export const readSecondFactor = ({ services, viewer }: OwnContext): Promise<SecondFactor> =>
  readTotp(services.db, viewer.userId)

/** A secret for an authenticator app, shown this once; nothing is asked for until a code of it came back. CONFLICT. */
export async function beginSecondFactor(ctx: OwnContext): Promise<NewSecondFactor> {
  const { id, email, name } = await readAccount(ctx)
  const begun = await beginTotp(ctx.services, { userId: id, email: email ?? name })
  if (begun) return begun
  throw new AppError('CONFLICT', { publicMessage: 'The second factor is in use already.' })
}

/**
 * Every other session of the person ends: it was opened without a code, and may be in other hands. BAD_REQUEST names
 * `code` where it is wrong; so in the two below.
 */
export async function confirmSecondFactor(ctx: OwnContext, { code }: Typed): Promise<RecoveryCodes> {
  const recoveryCodes = await confirmTotp(ctx.services, changingAttemptOf(ctx, code))
  if (!recoveryCodes) throw wrongCode()
  await endOthersNow(ctx)
  return { recoveryCodes }
}

/** Every other session of the person ends here, too: whoever has one learns that the account changed. */
export async function disableSecondFactor(ctx: OwnContext, { code }: Typed): Promise<SecondFactor> {
  if (!(await disableTotp(ctx.services, changingAttemptOf(ctx, code)))) throw wrongCode()
  await endOthersNow(ctx)
  return readSecondFactor(ctx)
}

export async function renewRecoveryCodes(ctx: OwnContext, { code }: Typed): Promise<RecoveryCodes> {
  const recoveryCodes = await newRecoveryCodes(ctx.services, attemptOf(ctx, code))
  if (!recoveryCodes) throw wrongCode()
  return { recoveryCodes }
}

const attemptOf = ({ viewer, audit }: OwnContext, code: string) => ({ userId: viewer.userId, code, audit })

function changingAttemptOf(ctx: OwnContext, code: string) {
  const { userId, id: keptId } = ctx.viewer
  const job = outboxJob('end-sessions', { userId, keptId, openedBeforeMs: ctx.services.clock() })
  return { ...attemptOf(ctx, code), jobs: [job] }
}

/** What fails here is done by the job. */
async function endOthersNow({ services, viewer, sessionToken }: OwnContext): Promise<void> {
  try {
    await services.sessions.destroyAllOfUser(viewer.userId, { exceptToken: sessionToken })
  } catch (error) {
    services.log.warn(
      { err: error, userId: viewer.userId },
      'the sessions of before a second factor are ended by a job',
    )
  }
  await wakeRelay(services)
}

function wrongCode(): AppError {
  const problem = 'is wrong, or was used before'
  return new AppError('BAD_REQUEST', {
    publicMessage: `Invalid input: code ${problem}`,
    details: { fields: [{ path: 'code', problem }] },
  })
}
