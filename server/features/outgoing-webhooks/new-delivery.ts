import { newId } from '../../contracts/ids.ts'
import type { JobPayload, OutboxJob } from '../../contracts/jobs.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'

type Payload = JobPayload<'deliver-webhook'>

interface Turn {
  readonly turn: string
  readonly job: OutboxJob
}

/** The next job that may call for a delivery; every earlier one finds that its turn is over. */
export function newTurn(about: Omit<Payload, 'turn'>): Turn {
  const turn = newId()
  return { turn, job: outboxJob('deliver-webhook', { ...about, turn }) }
}

/** A delivery to an endpoint, with the job of its first attempt. */
export function newDelivery(endpointId: string, conversationId?: string | null) {
  const id = newId()
  return {
    id,
    endpointId,
    ...newTurn({ deliveryId: id, endpointId, attempt: 1, ...(conversationId && { conversationId }) }),
  }
}
