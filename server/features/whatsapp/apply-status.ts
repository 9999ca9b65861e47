import { z } from 'zod'
import { type AppliedStatus, applyWhatsappStatus } from '#db/queries/whatsapp.ts'
import type { LiveSignal } from '../../contracts/signals.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { Services } from '../../services.ts'
import { announceRow } from '../inbox/announce-row.ts'
import { parseCallbackData } from './callback-data.ts'

const status = z.object({
  id: z.string().min(1).max(500),
  status: z.string(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.object({ code: z.int() })).optional(),
})

const knownState = z.enum(['sent', 'delivered', 'read', 'failed'])

/** What WhatsApp says became of a message. `ignored`: of none that this installation sent, or of no interest. */
export async function applyStatus(services: Services, given: unknown): Promise<'applied' | 'ignored'> {
  const { id, status: name, biz_opaque_callback_data, errors } = status.parse(given)
  const state = knownState.safeParse(name)
  if (!state.success) return 'ignored'
  const result = await applyWhatsappStatus(services.db, {
    wamid: id,
    state: state.data,
    errorCode: errors?.[0]?.code,
    callback: parseCallbackData(biz_opaque_callback_data),
  })
  if (result.status === 'not_ours') return 'ignored'
  if (result.status === 'applied') await announce(services, result)
  return 'applied'
}

async function announce(services: Services, { readerId, readSeq, told }: Applied): Promise<void> {
  const { pubsub, keys } = services
  await announceRow(services, told)
  if (readerId !== null && readSeq !== null) {
    const signal: LiveSignal = { kind: 'read', userId: readerId, readSeq }
    await pubsub.publish(keys.liveChannel(told.conversationId), JSON.stringify(signal))
  }
  // A text that came too late is held, and a template asks the person to write.
  if (told.state === 'held') await wakeRelay(services)
}

type Applied = Extract<AppliedStatus, { status: 'applied' }>
