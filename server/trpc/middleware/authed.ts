import { admits } from '../../contracts/access.ts'
import { AppError } from '../../errors.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../context.ts'
import { t } from '../init.ts'

/** Runs before every procedure and lets through whom its meta names; one that names nobody is refused to everyone. */
export const authorized = t.middleware(async ({ ctx, meta, next }) => {
  if (meta?.access === 'public') return next()
  const { role } = await readViewer(ctx)
  if (!meta || !admits(meta.access, role)) throw roleTooLow()
  return next()
})

/** Names the caller `ctx.viewer`. */
export const signedIn = t.middleware(async ({ ctx, next }) => next({ ctx: { viewer: await readViewer(ctx) } }))

async function readViewer(ctx: RequestContext): Promise<Session> {
  const viewer = await ctx.readSession()
  if (!viewer) throw new AppError('UNAUTHORIZED', { publicMessage: 'Sign in to do this.' })
  return viewer
}

const roleTooLow = () => new AppError('FORBIDDEN', { publicMessage: 'Your role does not allow this.' })
