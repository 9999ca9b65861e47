import { findProfile } from '#db/queries/profiles.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { endUnfitSessions } from '../../auth/end-unfit-sessions.ts'
import { giveBackConversations } from './give-back-conversations.ts'

type Handler = JobHandler<'settle-staff-change', Services>

/**
 * Makes good what a change of a person left: ends the sessions whose role is not theirs (all of them, when they are
 * switched off), and gives their open conversations back to everyone. Judged by how things stand now, so that it bears
 * repetition and does nothing to somebody who has signed in again since.
 */
export const settleStaffChange: Handler = async ({ payload: { userId, actorId }, services, log }) => {
  const profile = await findProfile(services.db, userId)
  const ended = await endUnfitSessions(services, { userId, role: profile?.role ?? null })
  if (ended > 0) log.info({ ended }, 'sessions that no longer fitted the person are ended')
  if (!profile) await giveBackConversations(services, { userId, actorId, log })
}
