import { recordAudit } from '#db/queries/audit.ts'
import { findProfile, type Profile } from '#db/queries/profiles.ts'
import { isStaff } from '../../contracts/roles.ts'
import type { Env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { sessionCookie } from '../../http/session-cookie.ts'
import type { RequestContext } from '../../trpc/context.ts'

/** NOT_FOUND where the sign-in is off: to the outside it does not exist. */
export function assertDevelopmentSignIn(env: Env): void {
  if (!env.DEV_SIGN_IN)
    throw new AppError('NOT_FOUND', { publicMessage: 'There is no development sign-in on this server.' })
}

/** Gives the caller a session as this member of staff. NOT_FOUND for anyone else's id. */
export async function signInForDevelopment(ctx: RequestContext, profileId: string): Promise<Profile> {
  const { services } = ctx
  assertDevelopmentSignIn(services.env)
  const profile = await findProfile(services.db, profileId)
  if (!profile || !isStaff(profile.role))
    throw new AppError('NOT_FOUND', { publicMessage: 'There is no such account.' })
  const { token, expiresAtMs } = await services.sessions.create({ userId: profile.id, role: profile.role })
  await recordAudit(services.db, { action: 'auth.sign-in', actorId: profile.id, ip: ctx.clientAddress })
  ctx.setCookie?.(sessionCookie(services.env, token, Math.floor((expiresAtMs - services.clock()) / 1_000)))
  return profile
}
