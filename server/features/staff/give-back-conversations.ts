import type { Logger } from 'pino'
import { assignConversation } from '#db/queries/conversations.ts'
import { listAssignedConversations } from '#db/queries/staff.ts'
import type { LiveSignal } from '../../contracts/signals.ts'
import type { Services } from '../../services.ts'
import { announceRow } from '../inbox/announce-row.ts'

interface GiveBack {
  readonly userId: string
  /** Who switched the person off. */
  readonly actorId: string
  readonly log: Logger
}

const mostAtOnce = 200

/** The open conversations of somebody who works here no longer wait for everyone again. */
export async function giveBackConversations(services: Services, { userId, actorId, log }: GiveBack): Promise<void> {
  const ids = await listAssignedConversations(services.db, { profileId: userId, limit: mostAtOnce })
  for (const id of ids) await giveBack(services, id, actorId)
  if (ids.length > 0) log.info({ count: ids.length }, 'conversations are given back')
  if (ids.length === mostAtOnce) throw new Error('more conversations are left than one attempt gives back')
}

async function giveBack(services: Services, conversationId: string, actorId: string): Promise<void> {
  const audit = { action: 'conversation.assign', actorId, ip: null, via: 'job' as const }
  const result = await assignConversation(services.db, { conversationId, assigneeId: null, actorId, jobs: [], audit })
  if (result.status !== 'assigned') return
  const { row, epoch } = result
  await announceRow(services, { row, epoch })
  const signal = { kind: 'members' } satisfies LiveSignal
  await services.pubsub.publish(services.keys.liveChannel(conversationId), JSON.stringify(signal))
}
