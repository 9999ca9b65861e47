import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import type { LimitName } from '../contracts/limits.ts'
import type { RequestContext } from './context.ts'
import { shapeError } from './error-shape.ts'

/** Anyone; anyone with a session (visitors and staff); staff; admins. */
export type Access = 'public' | 'member' | 'staff' | 'admin'

/** Policy of a procedure, as data. `none` must be written out. */
export interface ProcedureMeta {
  readonly access: Access
  readonly limit: LimitName | 'none'
  /** The action's name in the audit log; mutations must say it. */
  readonly audit?: string
}

export const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({ transformer: superjson, errorFormatter: shapeError, isDev: false })

export const router = t.router
