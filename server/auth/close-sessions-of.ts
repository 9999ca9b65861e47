import type { EndOfAll } from '../redis/sessions/revocation.ts'
import type { Services } from '../services.ts'

/**
 * Ends every session of a person; their sockets close within a second. Change first what a sign-in is checked against
 * (the profile): see `openSession`. Answers how many were alive; rejects with SERVICE_UNAVAILABLE without Redis.
 */
export const closeSessionsOf = (
  { sessions }: Pick<Services, 'sessions'>,
  userId: string,
  reason: EndOfAll,
): Promise<number> => sessions.destroyAllOfUser(userId, { reason })
