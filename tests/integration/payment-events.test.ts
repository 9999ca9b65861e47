import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listPayments } from '#db/queries/payments.ts'
import type { ChatEvent } from '#server/contracts/events.ts'
import { newId } from '#server/contracts/ids.ts'
import { applyAsaasEvent } from '#server/features/payments/apply-asaas-event.ts'
import { applyMercadoPagoEvent } from '#server/features/payments/apply-mercado-pago-event.ts'
import { applyStripeEvent } from '#server/features/payments/apply-stripe-event.ts'
import type { WebhookApplier } from '#server/features/webhooks/webhook-applier.ts'
import type { MercadoPago, MercadoPagoPayment } from '#server/integrations/mercado-pago.ts'
import type { Services } from '#server/services.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'
import { givenWhatsappConversation } from '#tests/support/whatsapp.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(async () => stack[Symbol.asyncDispose]())

const receivedAt = '2026-11-23T12:00:00.000Z'

const apply = (applier: WebhookApplier, event: unknown, services: Services = stack.services) =>
  applier({
    services,
    log: pino({ level: 'silent' }),
    webhookId: newId(),
    kind: 'payment',
    event,
    receivedAt,
    signal: new AbortController().signal,
  })

/** A conversation, and the state of the one payment in it. */
async function givenConversation() {
  const { conversation } = await startAsVisitor(stack)
  const state = async () => {
    const [payment] = await listPayments(stack.services.db, conversation.id)
    return payment && [payment.status, payment.amountCents]
  }
  return { reference: conversation.id, state }
}

test('what confirms a payment over WhatsApp is announced as any message is', async () => {
  const { conversationId } = await givenWhatsappConversation(stack.services.db)
  const published: ChatEvent[] = []
  const rows: string[] = []
  const services: Services = {
    ...stack.services,
    events: {
      ...stack.services.events,
      publish: async (epoch, event) => {
        published.push(event)
        return stack.services.events.publish(epoch, event)
      },
    },
    pubsub: {
      ...stack.services.pubsub,
      publish: async (channel, text) => {
        if (channel === stack.services.keys.inboxChannel()) rows.push(text)
        return stack.services.pubsub.publish(channel, text)
      },
    },
  }
  const charge = { id: `pay_${newId()}`, value: 350.5, externalReference: conversationId }
  for (const event of ['PAYMENT_CONFIRMED', 'PAYMENT_RECEIVED']) {
    await apply(applyAsaasEvent, { event, payment: charge }, services)
  }
  expect(published).toMatchObject([{ conversationId, seq: 2, author: { side: 'staff' } }])
  expect(published[0]?.body).toBe(
    'Recebemos R$\u00a0350,50: o pagamento está confirmado, e a equipe já foi avisada. Obrigado!',
  )
  expect(rows).toHaveLength(1)
  expect(JSON.parse(rows[0] ?? '')).toMatchObject({ kind: 'row', row: { id: conversationId, headSeq: 2 } })
})

describe('Stripe', () => {
  const event = (type: string, object: object) => ({ id: 'evt', type, created: 1_795_435_200, data: { object } })

  test('a checkout session, its payment and its refund are one payment', async () => {
    const { reference, state } = await givenConversation()
    const payment_intent = `pi_${newId()}`
    const session = {
      id: 'cs_1',
      payment_intent,
      amount_total: 35_050,
      currency: 'brl',
      client_reference_id: reference,
    }
    const charge = { id: 'ch_1', payment_intent, amount: 35_050, currency: 'brl', metadata: {} }
    const steps = [
      [event('checkout.session.completed', { ...session, payment_status: 'unpaid' }), 'pending'],
      [event('checkout.session.async_payment_succeeded', { ...session, payment_status: 'paid' }), 'paid'],
      [event('payment_intent.succeeded', { id: payment_intent, amount: 35_050, currency: 'brl' }), 'paid'],
      [event('charge.refunded', { ...charge, amount_refunded: 5_000, refunded: false }), 'paid'],
      [event('charge.refunded', { ...charge, amount_refunded: 35_050, refunded: true }), 'refunded'],
    ] as const
    for (const [told, status] of steps) {
      expect(await apply(applyStripeEvent, told)).toBe('applied')
      expect(await state()).toEqual([status, 35_050])
    }
  })

  test.each([
    ['intent first', true],
    ['session first', false],
  ])('the intent names nothing and the session the conversation, %s', async (_, isIntentFirst) => {
    const { reference, state } = await givenConversation()
    const payment_intent = `pi_${newId()}`
    const paid = { amount_total: 35_050, payment_status: 'paid', client_reference_id: reference, currency: 'brl' }
    const told = [
      event('payment_intent.succeeded', { id: payment_intent, amount: 35_050, currency: 'brl' }),
      event('checkout.session.completed', { id: 'cs_3', payment_intent, ...paid }),
    ]
    for (const one of isIntentFirst ? told : told.toReversed()) await apply(applyStripeEvent, one)
    expect(await state()).toEqual(['paid', 35_050])
  })

  test.each([
    ['payment_intent.payment_failed', 'failed'],
    ['payment_intent.canceled', 'canceled'],
    ['payment_intent.processing', 'pending'],
  ])('%s makes it %s, and a later success paid', async (type, status) => {
    const { reference, state } = await givenConversation()
    const object = { id: `pi_${newId()}`, amount: 900, currency: 'brl', metadata: { external_reference: reference } }
    await apply(applyStripeEvent, event(type, object))
    expect(await state()).toEqual([status, 900])
    await apply(applyStripeEvent, event('payment_intent.succeeded', object))
    expect(await state()).toEqual(['paid', 900])
  })

  test('where nothing was charged, nothing is done', async () => {
    const free = { id: 'cs_2', payment_status: 'no_payment_required', amount_total: 0, currency: 'brl' }
    expect(await apply(applyStripeEvent, event('checkout.session.completed', free))).toBe('ignored')
  })
})

describe('Asaas', () => {
  const event = (name: string, payment: object) => ({ id: 'evt', event: name, payment: { value: 120.4, ...payment } })

  test('a charge is made, falls late, is paid, and partly given back', async () => {
    const { reference, state } = await givenConversation()
    const charge = { id: `pay_${newId()}`, externalReference: reference }
    for (const [name, status] of [
      ['PAYMENT_CREATED', 'pending'],
      ['PAYMENT_OVERDUE', 'pending'],
      ['PAYMENT_CONFIRMED', 'paid'],
      ['PAYMENT_RECEIVED', 'paid'],
      ['PAYMENT_PARTIALLY_REFUNDED', 'paid'],
      ['PAYMENT_REFUNDED', 'refunded'],
    ] as const) {
      expect(await apply(applyAsaasEvent, event(name, charge))).toBe('applied')
      expect(await state()).toEqual([status, 12_040])
    }
  })

  test('a boleto that was looked at is no news', async () => {
    expect(await apply(applyAsaasEvent, event('PAYMENT_BANK_SLIP_VIEWED', { id: 'pay' }))).toBe('ignored')
  })
})

test.each([
  ['Stripe', applyStripeEvent, { type: 'payment_intent.succeeded', data: { object: { id: 7 } } }, 'data.object.id'],
  [
    'Asaas',
    applyAsaasEvent,
    { event: 'PAYMENT_RECEIVED', payment: { id: 'pay', value: 'Ana Souza' } },
    'payment.value',
  ],
  ['Mercado Pago', applyMercadoPagoEvent, { paymentId: ['Ana Souza'] }, 'paymentId'],
])(
  '%s: an event that cannot be read waits for somebody who looks, and the error holds nothing of it',
  async (...row) => {
    const [, applier, event, place] = row
    const services: Services = {
      ...stack.services,
      mercadoPago: {
        fetchPayment: async () => null,
        createPreference: () => Promise.reject(new Error('nobody asks for one here')),
      },
    }
    const failure = await apply(applier, event, services).catch((error: unknown) => error)
    expect(failure).toMatchObject({ isRetryable: false, message: expect.stringContaining(`${place} (invalid_type)`) })
    expect(String(failure)).not.toContain('Souza')
  },
)

describe('Mercado Pago', () => {
  const told = { type: 'payment', action: 'payment.updated', paymentId: '123' }
  const found = (payment: Partial<MercadoPagoPayment>): MercadoPagoPayment => ({
    id: newId(),
    status: 'approved',
    transaction_amount: 350.5,
    currency_id: 'BRL',
    ...payment,
  })

  /** The services with an account in which that one payment is found. */
  function withPayment(payment: MercadoPagoPayment | null, nowMs = Date.parse(receivedAt)): Services {
    const mercadoPago: MercadoPago = {
      fetchPayment: async () => payment,
      createPreference: () => Promise.reject(new Error('nobody asks for one here')),
    }
    return { ...stack.services, mercadoPago, clock: () => nowMs }
  }

  test.each([
    ['in_process', 'pending'],
    ['rejected', 'failed'],
    ['cancelled', 'canceled'],
    ['approved', 'paid'],
    ['in_mediation', 'paid'],
    ['charged_back', 'refunded'],
  ])('%s is %s', async (status, expected) => {
    const { reference, state } = await givenConversation()
    const services = withPayment(found({ status, external_reference: reference }))
    expect(await apply(applyMercadoPagoEvent, told, services)).toBe('applied')
    expect(await state()).toEqual([expected, 35_050])
  })

  test('a payment that is not found is asked for again for ten minutes, and then let go', async () => {
    const minutesLater = (minutes: number) => withPayment(null, Date.parse(receivedAt) + minutes * 60_000)
    await expect(apply(applyMercadoPagoEvent, told, minutesLater(9))).rejects.toMatchObject({ isRetryable: true })
    expect(await apply(applyMercadoPagoEvent, told, minutesLater(10))).toBe('ignored')
  })

  test('a status of tomorrow, or a missing token, waits for somebody who looks', async () => {
    const odd = withPayment(found({ status: 'escrowed' }))
    await expect(apply(applyMercadoPagoEvent, told, odd)).rejects.toMatchObject({ isRetryable: false })
    const bare = { ...stack.services, mercadoPago: undefined }
    await expect(apply(applyMercadoPagoEvent, told, bare)).rejects.toMatchObject({ isRetryable: false })
  })
})
