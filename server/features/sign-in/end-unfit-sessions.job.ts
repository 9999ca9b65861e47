import { findProfile } from '#db/queries/profiles.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { endUnfitSessions as endUnfit } from '../../auth/end-unfit-sessions.ts'

type Handler = JobHandler<'end-unfit-sessions', Services>

/**
 * Ends what is left of a person's sessions after another role, a deactivation or a merge: whoever made the change ends
 * them at once, unless Redis was away or the process died. Judged by how things stand now.
 */
export const endUnfitSessions: Handler = async ({ payload: { userId }, services, log }) => {
  const profile = await findProfile(services.db, userId)
  const ended = await endUnfit(services, { userId, role: profile?.role ?? null })
  if (ended > 0) log.info({ ended }, 'sessions that no longer fitted the person are ended')
}
