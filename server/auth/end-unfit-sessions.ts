import type { Role } from '../contracts/roles.ts'
import { nameOf } from '../redis/sessions/session-token.ts'
import type { Services } from '../services.ts'

interface Fit {
  readonly userId: string
  /** Null: the person signs in no more, and no session fits. */
  readonly role: Role | null
  /** A session that is rotated to the role next, and so goes on. */
  readonly exceptToken?: string | undefined
}

/**
 * Ends the sessions of a person that name another role than theirs; their sockets close within a second. Bears repetition
 * and does nothing to whoever has signed in again. Answers how many were alive; rejects with SERVICE_UNAVAILABLE without
 * Redis.
 */
export async function endUnfitSessions(
  { sessions }: Pick<Services, 'sessions'>,
  { userId, role, exceptToken }: Fit,
): Promise<number> {
  const keptId = exceptToken === undefined ? undefined : nameOf(exceptToken).id
  const unfit = (await sessions.listByUser(userId)).filter((session) => session.role !== role && session.id !== keptId)
  const ended = await Promise.all(unfit.map(({ id }) => sessions.destroyById(userId, id)))
  return ended.filter(Boolean).length
}
