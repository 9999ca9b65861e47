import { randomInt } from 'node:crypto'
import { z } from 'zod'
import type { PaymentAction, PaymentEventInput } from './events/mercado-pago-events.ts'
import { type Payment, payment } from './payment.ts'
import { totalOf } from './providers/mercado-pago.ts'
import type { DeliveryStore } from './store.ts'
import type { EventStore } from './webhooks/event-store.ts'

export interface PaymentBook {
  /** As it stands now. */
  find(id: string): Payment | undefined
  /** Newest first. */
  list(): readonly Payment[]
  /** The payment after the action; undefined when there is no such payment or preference. Recorded by its event. */
  act(input: PaymentEventInput, nowMs: number): Payment | undefined
}

/** What was asked for is in the deliveries; what became of it, in the events. */
export function createPaymentBook(store: DeliveryStore, events: EventStore): PaymentBook {
  const latest = new Map<string, Payment>()
  const keep = (value: unknown) => {
    const parsed = payment.safeParse(value)
    if (parsed.success) latest.set(String(parsed.data.id), parsed.data)
  }
  for (const { kind, response } of store.list({ provider: 'mercado-pago', outcome: 'accepted' })) {
    if (kind === 'payment') keep(response.body)
  }
  for (const event of events.list({ provider: 'mercado-pago' })) keep(event.payment)
  store.onAppend((entry) => {
    if (entry.kind === 'payment' && entry.outcome === 'accepted') keep(entry.response.body)
  })
  events.onChange((event) => {
    if (event.attempts.length === 0) keep(event.payment)
  })
  return {
    find: (id) => latest.get(id),
    list: () => [...latest.values()].reverse(),
    act: (input, nowMs) => {
      const known = input.paymentId === undefined ? undefined : latest.get(input.paymentId)
      const current = known ?? (input.paymentId === undefined ? makePayment(store, input, nowMs) : undefined)
      return current && apply(current, input, nowMs)
    },
  }
}

/** A new payment: of the preference that was paid, or out of nothing. */
function makePayment(store: DeliveryStore, input: PaymentEventInput, nowMs: number): Payment | undefined {
  const asked = input.preferenceId === undefined ? undefined : readPreference(store, input.preferenceId)
  const amount = asked?.amount ?? input.amount
  if (amount === undefined || (input.preferenceId !== undefined && !asked)) return undefined
  const reference = asked?.reference ?? input.externalReference
  const at = new Date(nowMs).toISOString()
  return {
    id: randomInt(10_000_000_000, 99_999_999_999),
    status: 'pending',
    status_detail: 'pending_waiting_transfer',
    date_created: at,
    date_last_updated: at,
    date_approved: null,
    currency_id: 'BRL',
    live_mode: false,
    payment_method_id: 'pix',
    payment_type_id: 'bank_transfer',
    transaction_amount: amount,
    transaction_amount_refunded: 0,
    payer: { email: input.payerEmail ?? 'cliente@exemplo.com' },
    description: asked?.title ?? null,
    ...(reference === undefined ? {} : { external_reference: reference }),
    ...(asked?.metadata ? { metadata: asked.metadata } : {}),
    ...(input.preferenceId === undefined ? {} : { preference_id: input.preferenceId }),
  }
}

const preference = z.looseObject({
  items: z.array(z.looseObject({ title: z.string(), quantity: z.number(), unit_price: z.number() })),
  external_reference: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
})

export function readPreference(store: DeliveryStore, id: string) {
  const entry = store.findById('mercado-pago', id)
  const parsed = entry?.kind === 'preference' ? preference.safeParse(entry.request.body) : undefined
  if (!parsed?.success) return undefined
  const { items, external_reference: reference, metadata } = parsed.data
  return { amount: totalOf(items), title: items.map(({ title }) => title).join(', '), reference, metadata }
}

const outcomes: Readonly<Record<PaymentAction, readonly [status: string, detail: string]>> = {
  paid: ['approved', 'accredited'],
  refunded: ['refunded', 'refunded'],
  partiallyRefunded: ['approved', 'partially_refunded'],
  rejected: ['rejected', 'cc_rejected_insufficient_amount'],
  canceled: ['cancelled', 'expired'],
  pending: ['pending', 'pending_waiting_transfer'],
}

function apply(current: Payment, input: PaymentEventInput, nowMs: number): Payment {
  const [status, detail] = outcomes[input.action]
  const at = new Date(nowMs).toISOString()
  return {
    ...current,
    status,
    status_detail: detail,
    date_last_updated: at,
    ...(input.action === 'paid' ? { date_approved: at } : {}),
    transaction_amount_refunded: refundedAfter(current, input),
  }
}

function refundedAfter(current: Payment, { action, amount }: PaymentEventInput): number {
  if (action === 'refunded') return current.transaction_amount
  if (action !== 'partiallyRefunded') return current.transaction_amount_refunded
  const sum = current.transaction_amount_refunded + (amount ?? current.transaction_amount / 2)
  return Math.min(current.transaction_amount, Math.round(sum * 100) / 100)
}
