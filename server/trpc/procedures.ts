import type { LimitName } from '../contracts/limits.ts'
import { t } from './init.ts'
import { authed } from './middleware/authed.ts'
import { limited } from './middleware/limited.ts'
import { translated } from './middleware/translated.ts'

interface Policy {
  readonly limit: LimitName | 'none'
  /** The action's name in the audit log; `none` only where another record is kept. Mutations must say it. */
  readonly audit?: string
}

const base = t.procedure.use(translated).use(limited)

/** Anyone may call. */
export const publicProcedure = (policy: Policy) => base.meta({ access: 'public', ...policy })

/** Anyone with a session: visitors and staff. */
export const memberProcedure = (policy: Policy) => base.meta({ access: 'member', ...policy }).use(authed('member'))

/** Attendants, lawyers and admins. */
export const staffProcedure = (policy: Policy) => base.meta({ access: 'staff', ...policy }).use(authed('staff'))

export const adminProcedure = (policy: Policy) => base.meta({ access: 'admin', ...policy }).use(authed('admin'))
