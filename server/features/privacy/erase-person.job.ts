import { erasePerson } from '#db/queries/privacy.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { clearTraces } from './clear-traces.ts'

/** Erases once more whoever was erased: what Redis did not take, and what came in meanwhile. Ends when nothing is left. */
export const finishErasing: JobHandler<'erase-person', Services> = async ({ payload, services, log }) => {
  const erased = await erasePerson(services.db, { ...payload, jobs: [], audit: null })
  if (erased.status === 'not_found' || erased.status === 'active_staff') return
  await clearTraces(services, erased)
  log.info({ conversations: erased.conversationIds.length }, 'an erasure is complete')
}
