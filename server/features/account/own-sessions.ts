import type { OwnSession } from '../../contracts/account.ts'
import { AppError } from '../../errors.ts'
import { sessionCookie } from '../../http/session-cookie.ts'
import type { ListedSession, Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../../trpc/context.ts'
import { describeBrowser } from './describe-browser.ts'

type OwnContext = RequestContext & { readonly viewer: Session }

/** Where the viewer is signed in: this session first, then the one that was used last. */
export async function listOwnSessions({ services, viewer }: OwnContext): Promise<OwnSession[]> {
  const sessions = await services.sessions.listByUser(viewer.userId)
  return sessions
    .toSorted((left, right) => right.seenAtMs - left.seenAtMs)
    .map((session) => describe(session, viewer.id))
    .toSorted((left, right) => Number(right.isCurrent) - Number(left.isCurrent))
}

function describe({ id, origin, createdAtMs, seenAtMs, endsAtMs }: ListedSession, currentId: string): OwnSession {
  return {
    ...{ id, isCurrent: id === currentId, method: origin?.method ?? null },
    ...describeBrowser(origin?.userAgent ?? ''),
    address: origin?.address ?? null,
    ...{ createdAt: new Date(createdAtMs), seenAt: new Date(seenAtMs), endsAt: new Date(endsAtMs) },
  }
}

/** Ends one session of the viewer's, whose sockets close at once. NOT_FOUND where it ended already, or is another's. */
export async function endOwnSession(ctx: OwnContext, { id }: { readonly id: string }): Promise<{ ended: number }> {
  const { services, viewer } = ctx
  if (!(await services.sessions.destroyById(viewer.userId, id))) {
    throw new AppError('NOT_FOUND', { publicMessage: 'This session has ended already.' })
  }
  if (id === viewer.id) takeCookieBack(ctx)
  return { ended: 1 }
}

/** Ends every session of the viewer's but this one. */
export async function endOtherSessions({ services, viewer, sessionToken }: OwnContext): Promise<{ ended: number }> {
  return { ended: await services.sessions.destroyAllOfUser(viewer.userId, { exceptToken: sessionToken }) }
}

/** Ends every session of the viewer's, this one included. */
export async function endAllSessions(ctx: OwnContext): Promise<{ ended: number }> {
  const ended = await ctx.services.sessions.destroyAllOfUser(ctx.viewer.userId)
  takeCookieBack(ctx)
  return { ended }
}

const takeCookieBack = ({ services, setCookie }: OwnContext): void => setCookie?.(sessionCookie(services.env, null))
