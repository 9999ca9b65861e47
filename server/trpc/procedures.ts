import { z } from 'zod'
import type { Group } from '../contracts/access.ts'
import type { AuditAction } from '../contracts/audit.ts'
import { uuid } from '../contracts/ids.ts'
import type { LimitName } from '../contracts/limits.ts'
import { t } from './init.ts'
import { audited } from './middleware/audited.ts'
import { authorized, signedIn } from './middleware/authed.ts'
import { limited } from './middleware/limited.ts'
import { requireMembership } from './middleware/member-of.ts'
import { translated } from './middleware/translated.ts'

interface Policy {
  readonly limit: LimitName | 'none'
  /** What its calls are called in the audit log. Mutations must say it. */
  readonly audit?: AuditAction
}

const base = t.procedure.use(translated).use(limited).use(audited).use(authorized)

/** Anyone may call. */
export const publicProcedure = (policy: Policy) => base.meta({ access: 'public', ...policy })

/** Anyone with a session: visitors and staff. */
export const memberProcedure = (policy: Policy) => base.meta({ access: 'member', ...policy }).use(signedIn)

/** Whoever has begun a conversation and confirmed no address. */
export const visitorProcedure = (policy: Policy) => base.meta({ access: 'visitor', ...policy }).use(signedIn)

/** Visitors who have confirmed their address. */
export const clientProcedure = (policy: Policy) => base.meta({ access: 'client', ...policy }).use(signedIn)

/** Attendants, lawyers and admins. */
export const staffProcedure = (policy: Policy) => base.meta({ access: 'staff', ...policy }).use(signedIn)

export const adminProcedure = (policy: Policy) => base.meta({ access: 'admin', ...policy }).use(signedIn)

/** About the conversation that the input names: whoever takes part in it, and belongs to the group. */
export const conversationProcedure = (group: Group, policy: Policy) =>
  base
    .meta({ access: group, membership: 'conversation', ...policy })
    .use(signedIn)
    .input(z.object({ conversationId: uuid }))
    .use(async ({ ctx, input, next }) => {
      await requireMembership(ctx, input.conversationId)
      return next()
    })
