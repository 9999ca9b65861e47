import { expect, test } from 'vitest'
import { sampleEvent, whatsappMessage, whatsappNotice, whatsappStatus } from '#tests/support/signed-webhooks.ts'
import { parseBody } from './parse-body.ts'
import { splitAsaasEvent, splitMercadoPagoEvent, splitStripeEvent } from './split-payment-events.ts'
import { splitResendEvent } from './split-resend-event.ts'
import { splitWhatsappEvents } from './split-whatsapp-events.ts'

const nothing = { headers: {}, query: new URLSearchParams() }
const split = (body: unknown) => splitWhatsappEvents({ ...nothing, body })

test('every message and status of every change of every entry is an event of its own', () => {
  const messages = whatsappNotice({ messages: [whatsappMessage('wamid.1'), whatsappMessage('wamid.2')] })
  const statuses = whatsappNotice({ statuses: [whatsappStatus('wamid.3', 'sent'), whatsappStatus('wamid.3', 'read')] })
  const changes = [messages, statuses].flatMap(({ entry }) => entry.flatMap((one) => one.changes))
  const events = split({ ...messages, entry: [{ id: 'a', changes }, ...statuses.entry, ...messages.entry] })
  expect(events.map(({ providerEventId }) => providerEventId)).toEqual([
    ...['wamid.1', 'wamid.2', 'wamid.3:sent', 'wamid.3:read'],
    ...['wamid.3:sent', 'wamid.3:read'],
    ...['wamid.1', 'wamid.2'],
  ])
  expect(events.every(({ isKnown }) => isKnown)).toBe(true)
})

test('a message carries its sender’s card, also one that is known by a user id alone', () => {
  const cards = [
    { profile: { name: 'Outra' }, wa_id: '5511911112222' },
    { profile: { name: 'Sem número' }, user_id: 'BR.123' },
  ]
  const { from: _, ...hidden } = whatsappMessage('wamid.9')
  const notice = whatsappNotice({ messages: [{ ...hidden, from_user_id: 'BR.123' }] })
  const change = notice.entry[0]?.changes[0]
  const [event] = split({
    ...notice,
    entry: [{ id: 'a', changes: [{ ...change, value: { ...change?.value, contacts: cards } }] }],
  })
  expect(event).toMatchObject({
    kind: 'message',
    event: { accountId: 'a', contact: cards[1], message: { id: 'wamid.9' } },
  })
})

test.each([
  ['another field', { field: 'account_update', value: { event: 'BAN' } }, 'account_update'],
  ['a change without messages', { field: 'messages', value: { errors: [{ code: 130429 }] } }, 'messages'],
  ['a message without an id', { field: 'messages', value: { messages: [{ type: 'text' }] } }, 'message'],
  ['no change at all', 'nonsense', 'unknown'],
])('%s is kept as unknown, under a name that a repetition has, too', (_, change, kind) => {
  const body = { object: 'whatsapp_business_account', entry: [{ id: 'a', changes: [change] }] }
  const [event, ...rest] = split(body)
  expect(rest).toEqual([])
  expect(event).toMatchObject({ kind, isKnown: false })
  expect(event?.providerEventId).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(split(structuredClone(body))).toEqual([event])
})

test.each([
  [{}],
  [[]],
  ['text'],
  [null],
  [{ object: 'page', entry: [] }],
  [{ object: 'whatsapp_business_account', entry: [] }],
])('WhatsApp: %j is one unknown event', (body) => {
  expect(split(body)).toMatchObject([{ isKnown: false }])
})

test('resend: the event is named by its svix-id, and a type of tomorrow is kept', () => {
  const known = splitResendEvent({ ...nothing, headers: { 'svix-id': 'msg_1' }, body: sampleEvent('resend').body })
  expect(known).toMatchObject([{ providerEventId: 'msg_1', kind: 'email.delivered', isKnown: true }])
  const unknown = splitResendEvent({
    ...nothing,
    headers: { 'svix-id': 'msg_2' },
    body: { type: 'domain.created', data: {} },
  })
  expect(unknown).toMatchObject([{ providerEventId: 'msg_2', kind: 'domain.created', isKnown: false }])
})

test('mercado-pago: the payment is the one that was signed, whatever the body says', () => {
  const query = new URLSearchParams({ 'data.id': '111', type: 'payment' })
  const body = { id: 7, type: 'payment', action: 'payment.updated', data: { id: '999' } }
  expect(splitMercadoPagoEvent({ ...nothing, query, body })).toEqual([
    {
      providerEventId: 'payment.updated:111:7',
      kind: 'payment.updated',
      event: { type: 'payment', action: 'payment.updated', paymentId: '111' },
      isKnown: true,
    },
  ])
  const other = { ...nothing, query: new URLSearchParams({ 'data.id': '5' }), body: { type: 'topic_claims' } }
  expect(splitMercadoPagoEvent(other)).toMatchObject([{ kind: 'topic_claims', isKnown: false }])
})

test.each([
  [splitAsaasEvent, { id: 'evt_1', event: 'PAYMENT_RECEIVED', payment: { id: 'pay_1' } }, 'PAYMENT_RECEIVED', true],
  [splitAsaasEvent, { id: 'evt_1', event: 'TRANSFER_DONE', transfer: {} }, 'TRANSFER_DONE', false],
  [
    splitStripeEvent,
    { id: 'evt_1', type: 'payment_intent.succeeded', data: { object: { id: 'pi' } } },
    'payment_intent.succeeded',
    true,
  ],
  [
    splitStripeEvent,
    { id: 'evt_1', type: 'customer.created', data: { object: { id: 'cus' } } },
    'customer.created',
    false,
  ],
])('an event is named by its own id, known or not', (splitOne, body, kind, isKnown) => {
  expect(splitOne({ ...nothing, body })).toMatchObject([{ providerEventId: 'evt_1', kind, isKnown }])
})

test('what Postgres cannot keep is taken out of a body, and nothing else', () => {
  const raw = String.raw`{"a\u0000b": ["x\u0000", "\ud83d", "😀", 1.5, null, true], "__proto__": {"ok": "ã"}}`
  const body = parseBody(Buffer.from(raw))
  expect(JSON.stringify(body)).toBe('{"ab":["x","\ufffd","😀",1.5,null,true],"__proto__":{"ok":"ã"}}')
  expect(parseBody(Buffer.from('  '))).toEqual({})
  expect(() => parseBody(Buffer.from('{"cut":'))).toThrow(SyntaxError)
})
