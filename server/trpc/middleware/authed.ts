import { isStaff } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import { type Access, t } from '../init.ts'

/** Lets a caller through whose role fits, and names them `ctx.viewer`. */
export const authed = (access: Exclude<Access, 'public'>) =>
  t.middleware(async ({ ctx, next }) => {
    const viewer = await ctx.readSession()
    if (!viewer) throw new AppError('UNAUTHORIZED', { publicMessage: 'Sign in to do this.' })
    if (!mayPass(access, viewer)) throw new AppError('FORBIDDEN', { publicMessage: 'Your role does not allow this.' })
    return next({ ctx: { viewer } })
  })

function mayPass(access: Exclude<Access, 'public'>, { role }: Session): boolean {
  if (access === 'member') return true
  return access === 'staff' ? isStaff(role) : role === 'admin'
}
