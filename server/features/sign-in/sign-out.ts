import { sessionCookie } from '../../http/session-cookie.ts'
import type { RequestContext } from '../../trpc/context.ts'

/** Ends the caller's session, if there is one, and takes the cookie back. */
export async function signOut(ctx: RequestContext): Promise<{ isSignedOut: true }> {
  const { services, sessionToken } = ctx
  const session = await ctx.readSession()
  if (session && sessionToken) await services.sessions.destroy(sessionToken)
  ctx.setCookie?.(sessionCookie(services.env, null))
  return { isSignedOut: true }
}
