import { z } from 'zod'
import { asaasStatuses } from '../payments/asaas-statuses.ts'
import type { SplitEvents, WebhookBody } from './split-event.ts'
import { kindOf, unknownEvent } from './unknown-event.ts'

const id = z.string().min(1).max(200)
const notice = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  type: z.string().optional(),
  topic: z.string().optional(),
  action: z.string().optional(),
})

/**
 * Mercado Pago's notice is a pointer, `{type, action, paymentId}`: the payment is fetched when it is processed. The id is
 * that of the query, the one that was signed; a notice about anything but a payment is kept as it came.
 */
export const splitMercadoPagoEvent: SplitEvents = ({ body, headers, query }) => {
  const { data: told = {} } = notice.safeParse(body)
  const type = told.type ?? query.get('type') ?? told.topic ?? query.get('topic')
  const paymentId = query.get('data.id') ?? ''
  if (type !== 'payment' || !/^\d{1,20}$/.test(paymentId))
    return [unknownEvent(kindOf(type), { query: [...query], body })]
  const kind = kindOf(told.action ?? 'payment')
  // Its own number is the same at every repetition; without one, the request's is what the signature holds.
  const notification = kindOf(String(told.id ?? headers['x-request-id'] ?? ''))
  return [
    {
      providerEventId: `${kind}:${paymentId}:${notification}`,
      kind,
      event: { type, action: kind, paymentId },
      isKnown: true,
    },
  ]
}

const asaasEvent = z.looseObject({ id, event: z.string(), payment: z.looseObject({ id }) })

/** A notice that was kept as unknown, to be read again. */
export function readKeptMercadoPagoEvent(event: unknown): Pick<WebhookBody, 'body' | 'query'> {
  const { query, body } = z
    .object({ query: z.array(z.tuple([z.string(), z.string()])), body: z.unknown() })
    .parse(event)
  return { query: new URLSearchParams(query), body }
}

/** The body as it came, named by its `id`; about a payment, or kept unread. */
export const splitAsaasEvent: SplitEvents = ({ body }) => {
  const parsed = asaasEvent.safeParse(body)
  if (!parsed.success || !Object.hasOwn(asaasStatuses, parsed.data.event)) return [namedOrUnknown(body, 'event')]
  return [{ providerEventId: parsed.data.id, kind: kindOf(parsed.data.event), event: body, isKnown: true }]
}

/** Those that say what became of money; of a new method or a customer nothing follows here. */
const stripeKinds = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.processing',
  'charge.refunded',
  'charge.dispute.funds_withdrawn',
] as const
const stripeEvent = z.looseObject({
  id,
  type: z.enum(stripeKinds),
  data: z.looseObject({ object: z.looseObject({ id }) }),
})

/** The body as it came, named by its `evt_…`. */
export const splitStripeEvent: SplitEvents = ({ body }) => {
  const parsed = stripeEvent.safeParse(body)
  if (!parsed.success) return [namedOrUnknown(body, 'type')]
  return [{ providerEventId: parsed.data.id, kind: parsed.data.type, event: body, isKnown: true }]
}

/** An event that this release does not know, by its own id where it has one. */
function namedOrUnknown(body: unknown, kindField: 'event' | 'type') {
  const { data: fields } = z.looseObject({ id: id.optional(), [kindField]: z.string().optional() }).safeParse(body)
  const unknown = unknownEvent(kindOf(fields?.[kindField]), body)
  return typeof fields?.id === 'string' ? { ...unknown, providerEventId: fields.id } : unknown
}
