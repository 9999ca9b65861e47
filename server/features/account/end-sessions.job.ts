import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'

type Handler = JobHandler<'end-sessions', Services>

/** What the request that changed a second factor could not end. Bears repetition: what was opened since stays. */
export const endSessions: Handler = async ({ payload: { userId, keptId, openedBeforeMs }, services, log }) => {
  const sessions = await services.sessions.listByUser(userId)
  const old = sessions.filter(({ id, createdAtMs }) => id !== keptId && createdAtMs < openedBeforeMs)
  const ended = await Promise.all(old.map(({ id }) => services.sessions.destroyById(userId, id)))
  const count = ended.filter(Boolean).length
  if (count > 0) log.info({ count }, 'sessions of before the second factor changed are ended')
}
