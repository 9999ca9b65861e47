import { findWebhookDelivery, listUndeliveredWebhooks, redeliverWebhooks } from '#db/queries/outgoing-webhooks.ts'
import { storeWebhookDeliveries } from '#db/queries/webhook-deliveries.ts'
import { newId } from '../../contracts/ids.ts'
import { testEvent } from '../../contracts/outgoing-webhooks.ts'
import { AppError } from '../../errors.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'
import { readEndpoint } from './edit-endpoint.ts'
import { newDelivery, newTurn } from './new-delivery.ts'

/** Calls once with `webhook.test`, now, even while the endpoint is off. NOT_FOUND. */
export async function sendTest(ctx: StaffContext, { id }: { readonly id: string }) {
  const { services } = ctx
  const endpoint = await readEndpoint(ctx, id)
  const delivery = newDelivery(endpoint.id)
  await storeWebhookDeliveries(services.db, {
    eventId: newId(),
    type: testEvent,
    occurredAt: new Date(services.clock()).toISOString(),
    data: { endpointId: endpoint.id },
    deliveries: [delivery],
  })
  await wakeRelay(services)
  return { deliveryId: delivery.id }
}

/** Sends one again under the same `webhook-id`, with the whole schedule anew. NOT_FOUND, CONFLICT (endpoint off). */
export async function redeliver(ctx: StaffContext, { deliveryId }: { readonly deliveryId: string }) {
  const delivery = await findWebhookDelivery(ctx.services.db, deliveryId)
  if (!delivery) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such delivery.' })
  const { endpointId, data } = delivery
  const count = await sendAgain(ctx, [{ deliveryId, endpointId, conversationId: conversationIn(data), isByHand: true }])
  if (count === 0) throw endpointIsOff()
  return { count }
}

const atOnce = 500

/** Sends again what ended without success, the oldest 500. NOT_FOUND, CONFLICT (endpoint off). */
export async function redeliverFailed(ctx: StaffContext, { id }: { readonly id: string }) {
  const endpoint = await readEndpoint(ctx, id)
  if (!endpoint.isEnabled) throw endpointIsOff()
  const ids = await listUndeliveredWebhooks(ctx.services.db, { endpointId: id, limit: atOnce })
  const count = await sendAgain(
    ctx,
    ids.map((deliveryId) => ({ deliveryId, endpointId: id })),
  )
  return { count, hasMore: ids.length === atOnce }
}

interface Again {
  readonly deliveryId: string
  readonly endpointId: string
  readonly conversationId?: string | undefined
  readonly isByHand?: boolean
}

async function sendAgain(ctx: StaffContext, again: readonly Again[]): Promise<number> {
  const { services } = ctx
  const deliveries = again.map(({ deliveryId, conversationId, ...about }) => ({
    id: deliveryId,
    ...newTurn({ deliveryId, ...about, attempt: 1, ...(conversationId && { conversationId }) }),
  }))
  const count = await redeliverWebhooks(services.db, { deliveries, audit: ctx.audit })
  await wakeRelay(services)
  return count
}

const conversationIn = ({ conversationId }: Readonly<Record<string, unknown>>): string | undefined =>
  typeof conversationId === 'string' ? conversationId : undefined

const endpointIsOff = () =>
  new AppError('CONFLICT', { publicMessage: 'The endpoint is switched off. Switch it on to send again.' })
