import type { ErasedPerson } from '#db/queries/privacy.ts'
import { closeSessionsOf } from '../../auth/close-sessions-of.ts'
import { cacheTags } from '../../contracts/caches.ts'
import type { LiveSignal } from '../../contracts/signals.ts'
import { forgetJobs } from '../../jobs/forget-jobs.ts'
import type { Services } from '../../services.ts'
import { announceRow } from '../inbox/announce-row.ts'

type ErasedRows = Extract<ErasedPerson, { readonly epoch: string }>

/**
 * Clears what is kept of an erased person outside Postgres: sessions (and with them their sockets), presence, the
 * newest messages in Redis and in gateways, cached readers, jobs in queues. Whoever looks at one of the conversations
 * sees it empty. Rejects when a part could not be reached, or a job about the person still runs: do it again.
 */
export async function clearTraces(services: Services, erased: ErasedRows): Promise<void> {
  for (const id of erased.profileIds) await closeSessionsOf(services, id, 'erased')
  for (const id of erased.conversationIds) await clearConversation(services, erased.epoch, id)
  await services.cache.invalidate(erased.conversationIds.map(cacheTags.conversation))
  for (const row of erased.rows) await announceRow(services, { row, epoch: erased.epoch })
  const running = await forgetJobs({ store: services.redis.stateStore, keys: services.keys }, erased.jobs)
  if (running > 0) throw new Error(`${running} jobs about an erased person still run`)
}

async function clearConversation({ redis, keys, events, pubsub }: Services, epoch: string, id: string): Promise<void> {
  await redis.stateStore.command('DEL', keys.presence(id))
  await events.forget(epoch, id)
  await pubsub.publish(keys.liveChannel(id), JSON.stringify({ kind: 'members' } satisfies LiveSignal))
}
