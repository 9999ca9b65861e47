import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import type { Access } from '../contracts/access.ts'
import type { AuditAction } from '../contracts/audit.ts'
import type { LimitName } from '../contracts/limits.ts'
import type { RequestContext } from './context.ts'
import { shapeError } from './error-shape.ts'

/** Policy of a procedure, as data. `none` must be written out. */
export interface ProcedureMeta {
  /** A procedure that does not say it is refused to everyone. */
  readonly access: Access
  /** Beyond the role: the caller takes part in the conversation that the input names. */
  readonly membership?: 'conversation'
  readonly limit: LimitName | 'none'
  /** What its calls are called in the audit log, contracts/audit.ts; mutations must say it. */
  readonly audit?: AuditAction
}

export const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({ transformer: superjson, errorFormatter: shapeError, isDev: false })

export const router = t.router
