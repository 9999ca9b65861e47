import type { DueDelivery } from '#db/queries/webhook-deliveries.ts'

type Event = Pick<DueDelivery, 'type' | 'occurredAt' | 'data' | 'content'>

/** The body as Standard Webhooks lays it out: what happened, when, and what it is about. */
export const webhookBody = ({ type, occurredAt, data, content }: Event): string =>
  JSON.stringify({ type, timestamp: new Date(occurredAt).toISOString(), data: { ...data, ...content } })
