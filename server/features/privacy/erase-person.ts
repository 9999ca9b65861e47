import type { AuditEntry } from '#db/queries/json.ts'
import { type ErasedPerson, erasePerson as eraseRows } from '#db/queries/privacy.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { Services } from '../../services.ts'
import { clearTraces } from './clear-traces.ts'

/** What is late (a job that ran, an event on its way) has ended by then. */
const lookAgainMs = 2 * 60_000

interface Erasure {
  readonly profileId: string
  readonly audit: AuditEntry | null
}

/**
 * Erases a person everywhere: rows first, in one transaction with two jobs; then what Redis, the queues and the gateways
 * hold. Should that fail now, the jobs do it, until it is done.
 */
export async function erasePerson(services: Services, { profileId, audit }: Erasure): Promise<ErasedPerson['status']> {
  const again = new Date(services.clock() + lookAgainMs)
  const erased = await eraseRows(services.db, {
    profileId,
    jobs: [outboxJob('erase-person', { profileId }), outboxJob('erase-person', { profileId }, { runAt: again })],
    audit,
  })
  if (erased.status === 'not_found' || erased.status === 'active_staff') return erased.status
  await clearTraces(services, erased).catch((error: unknown) => {
    services.log.warn({ err: error }, 'an erasure is not complete in Redis yet: its job goes on')
  })
  await wakeRelay(services)
  return erased.status
}
