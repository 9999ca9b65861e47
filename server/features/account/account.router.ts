import { z } from 'zod'
import { account, newSecondFactor, ownSession, recoveryCodes, secondFactor } from '../../contracts/account.ts'
import { router } from '../../trpc/init.ts'
import { memberProcedure, staffProcedure } from '../../trpc/procedures.ts'
import { endAllSessions, endOtherSessions, endOwnSession, listOwnSessions } from './own-sessions.ts'
import { readAccount } from './read-account.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  disableSecondFactor,
  readSecondFactor,
  renewRecoveryCodes,
} from './second-factor.ts'

/** Six digits, or a recovery code, as they were typed. */
const typed = z.object({ code: z.string().trim().min(1).max(64) })

const ended = z.object({ ended: z.int() })

/** What somebody does with their own account. */
export const accountRouter = router({
  me: memberProcedure({ limit: 'default' })
    .output(account)
    .query(({ ctx }) => readAccount(ctx)),

  sessions: memberProcedure({ limit: 'default' })
    .output(z.array(ownSession))
    .query(({ ctx }) => listOwnSessions(ctx)),

  endSession: memberProcedure({ limit: 'default', audit: 'session.revoke' })
    .input(z.object({ id: z.string().regex(/^[\w-]{43}$/, 'is no session id') }))
    .output(ended)
    .mutation(({ ctx, input }) => endOwnSession(ctx, input)),

  endOtherSessions: memberProcedure({ limit: 'default', audit: 'session.revoke-others' })
    .output(ended)
    .mutation(({ ctx }) => endOtherSessions(ctx)),

  endAllSessions: memberProcedure({ limit: 'default', audit: 'session.revoke-all' })
    .output(ended)
    .mutation(({ ctx }) => endAllSessions(ctx)),

  secondFactor: staffProcedure({ limit: 'default' })
    .output(secondFactor)
    .query(({ ctx }) => readSecondFactor(ctx)),

  beginSecondFactor: staffProcedure({ limit: 'default', audit: 'totp.begin' })
    .output(newSecondFactor)
    .mutation(({ ctx }) => beginSecondFactor(ctx)),

  confirmSecondFactor: staffProcedure({ limit: 'default', audit: 'totp.confirm' })
    .input(typed)
    .output(recoveryCodes)
    .mutation(({ ctx, input }) => confirmSecondFactor(ctx, input)),

  disableSecondFactor: staffProcedure({ limit: 'default', audit: 'totp.disable' })
    .input(typed)
    .output(secondFactor)
    .mutation(({ ctx, input }) => disableSecondFactor(ctx, input)),

  renewRecoveryCodes: staffProcedure({ limit: 'default', audit: 'totp.recovery-codes' })
    .input(typed)
    .output(recoveryCodes)
    .mutation(({ ctx, input }) => renewRecoveryCodes(ctx, input)),
})
