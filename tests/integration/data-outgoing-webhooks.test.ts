import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { sendMessage } from '#db/queries/messages.ts'
import {
  createOutgoingWebhook,
  deleteOutgoingWebhook,
  findOutgoingWebhook,
  findWebhookDelivery,
  listUndeliveredWebhooks,
  listWebhookDeliveries,
  redeliverWebhooks,
  rotateWebhookSecret,
  updateOutgoingWebhook,
} from '#db/queries/outgoing-webhooks.ts'
import {
  listWebhookListeners,
  pruneWebhookDeliveries,
  readWebhookDelivery,
  recordWebhookAttempt,
  storeWebhookDeliveries,
} from '#db/queries/webhook-deliveries.ts'
import { newId } from '#server/contracts/ids.ts'
import { jobs } from '#server/contracts/jobs.ts'
import type { NewEndpoint, WebhookEvent } from '#server/contracts/outgoing-webhooks.ts'
import { type BothWays, givenConversation, openBothWays, ways } from '#tests/support/both-ways.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const audit = { action: 'webhook.create', actorId: null, ip: '203.0.113.7' }
const secretOf = (text: string) => `whsec_${Buffer.from(text.padEnd(32, '.')).toString('base64')}`
const never = { failures: 1_000, forMs: 0, isGone: false, jobs: [] }

describe.each(ways)('outgoing webhooks, %s', (way) => {
  let db: Db
  beforeEach(async () => {
    db = both.db[way]
    await both.sql`delete from public.outgoing_webhooks`
    await both.sql`delete from public.outbox`
  })

  async function givenEndpoint(fields: Partial<NewEndpoint> = {}): Promise<string> {
    const id = newId()
    const endpoint: NewEndpoint = {
      url: 'https://sistema.example/webhooks',
      description: 'Financeiro',
      events: ['conversation.started'],
      includesContent: false,
      ...fields,
    }
    expect(await createOutgoingWebhook(db, { id, endpoint, secret: secretOf('first'), max: 20, audit })).toBe('stored')
    return id
  }

  async function givenDelivery(endpointId: string) {
    const delivery = { id: newId(), endpointId, turn: newId(), job: deliverJob() }
    const eventId = newId()
    const event = { eventId, type: 'message.received' as const, occurredAt: '2026-11-23T10:00:00Z', data: { seq: 1 } }
    expect(await storeWebhookDeliveries(db, { ...event, deliveries: [delivery] })).toBe(1)
    return { ...delivery, event }
  }

  const deliverJob = (runAt?: string) => ({
    id: newId(),
    name: 'deliver-webhook' as const,
    version: 1,
    payload: {},
    ...(runAt && { runAt }),
  })
  const attempt = (over: { at?: string; status?: number } = {}) => ({
    ...{ at: new Date().toISOString(), durationMs: 12, status: 500, error: null, excerpt: 'erro' },
    ...over,
  })
  const emitted = async () => both.sql`select payload from public.outbox where name = 'emit-webhook' order by id`
  const outboxIds = async () => (await both.sql`select id from public.outbox`).map(({ id }) => String(id))

  test('an event is written with its data, in the shape of the job, and only when somebody listens', async () => {
    await givenConversation(db)
    expect(await emitted()).toHaveLength(0)
    await givenEndpoint({ events: ['conversation.started', 'message.received'] })
    const start = await givenConversation(db)
    const payloads = (await emitted()).map(({ payload }) => jobs['emit-webhook'].payload.parse(payload))
    expect(payloads.map(({ type, conversationId }) => [type, conversationId])).toEqual([
      ['conversation.started', start.conversationId],
      ['message.received', start.conversationId],
    ])
    expect(payloads[0]?.data).toMatchObject({
      visitorId: start.visitorId,
      service: 'divorcio-consensual',
      channel: 'site',
    })
    expect(payloads[1]?.data).toMatchObject({ messageId: start.eventId, seq: 1 })
    expect(JSON.stringify(payloads)).not.toMatch(/Joana|correio|orientação/)
  })

  test('what the firm itself writes is no message received', async () => {
    const start = await givenConversation(db)
    await givenEndpoint({ events: ['message.received'] })
    const [staff] = await both.sql`select id from public.profiles where role = 'lawyer' limit 1`
    const message = { ...start, eventId: newId(), clientMsgId: newId(), body: 'Olá', jobs: [] }
    await sendMessage(db, { ...message, authorId: String(staff?.id), authorSide: 'staff' })
    expect(await emitted()).toHaveLength(0)
    await sendMessage(db, {
      ...{ ...message, eventId: newId(), clientMsgId: newId() },
      ...{ authorId: start.visitorId, authorSide: 'visitor' },
    })
    expect(await emitted()).toHaveLength(1)
  })

  test('leads that change and payments that come in are events, whoever wrote them', async () => {
    const events: WebhookEvent[] = ['lead.updated', 'payment.paid', 'payment.refunded']
    await givenEndpoint({ events })
    const start = await givenConversation(db)
    await both.sql`update public.leads set updated_at = now() where conversation_id = ${start.conversationId}`
    expect(await emitted()).toHaveLength(0)
    await both.sql`update public.leads set status = 'won' where conversation_id = ${start.conversationId}`
    const [payment] = await both.sql`
      insert into public.payments (conversation_id, amount_cents, provider)
      values (${start.conversationId}, 35000, 'mercado-pago') returning id`
    const id = String(payment?.id)
    await both.sql`update public.payments set status = 'paid', paid_at = now() where id = ${id}`
    await both.sql`update public.payments set status = 'paid', paid_at = now() where id = ${id}`
    await both.sql`update public.payments set status = 'refunded' where id = ${id}`
    const payloads = (await emitted()).map(({ payload }) => jobs['emit-webhook'].payload.parse(payload))
    expect(payloads.map(({ type }) => type)).toEqual(events)
    expect(payloads[0]?.data).toMatchObject({ status: 'won', previousStatus: 'new' })
    expect(payloads[1]?.data).toMatchObject({ paymentId: id, amountCents: 35_000, currency: 'BRL' })
  })

  test('an event reaches an endpoint once, however often it is copied', async () => {
    const endpointId = await givenEndpoint()
    const { event } = await givenDelivery(endpointId)
    const again = { id: newId(), endpointId, turn: newId(), job: deliverJob() }
    expect(await storeWebhookDeliveries(db, { ...event, deliveries: [again] })).toBe(0)
    expect(await outboxIds()).not.toContain(again.job.id)
    const deleted = { id: newId(), endpointId: newId(), turn: newId(), job: deliverJob() }
    expect(await storeWebhookDeliveries(db, { ...event, eventId: newId(), deliveries: [deleted] })).toBe(0)
  })

  test('only those that are on and named the event listen', async () => {
    const listens = await givenEndpoint({ events: ['lead.updated'] })
    await givenEndpoint({ events: ['payment.paid'] })
    const off = await givenEndpoint({ events: ['lead.updated'] })
    await updateOutgoingWebhook(db, { id: off, changes: { isEnabled: false }, audit: null })
    expect(await listWebhookListeners(db, 'lead.updated')).toEqual([listens])
  })

  test('an outcome counts once per turn, and only that of the latest turn', async () => {
    const endpointId = await givenEndpoint()
    const { id, turn } = await givenDelivery(endpointId)
    const next = { turn: newId(), job: deliverJob('2030-01-02T03:04:05.000Z') }
    const outcome = { deliveryId: id, turn, attempt: attempt(), isDelivered: false, next, disable: never }
    expect(await recordWebhookAttempt(db, outcome)).toEqual({ status: 'recorded', isDisabled: false })
    expect(await recordWebhookAttempt(db, outcome)).toEqual({ status: 'not_its_turn', isDisabled: false })
    expect(await readWebhookDelivery(db, { id, turn })).toBeNull()
    expect(await readWebhookDelivery(db, { id, turn: next.turn })).toMatchObject({ id, data: { seq: 1 } })
    const found = await findWebhookDelivery(db, id)
    expect(found).toMatchObject({ state: 'pending', attempts: 1, lastStatus: 500, endpointId })
    expect(Date.parse(found?.nextAttemptAt ?? '')).toBe(Date.UTC(2030, 0, 2, 3, 4, 5))
    expect(found?.history).toMatchObject([{ attempt: 1, status: 500, durationMs: 12, excerpt: 'erro' }])
    expect(await outboxIds()).toContain(next.job.id)
    await recordWebhookAttempt(db, { ...outcome, turn: next.turn, next: null })
    expect(await findWebhookDelivery(db, id)).toMatchObject({ state: 'failed', attempts: 2, nextAttemptAt: null })
  })

  test('an endpoint is switched off by failures in a row over a time, not by fewer, nor by sudden ones', async () => {
    const id = await givenEndpoint()
    const job = deliverJob()
    const disable = { failures: 3, forMs: 3_600_000, isGone: false, jobs: [job] }
    const fail = async (at: string) => {
      const { id: deliveryId, turn } = await givenDelivery(id)
      const outcome = { deliveryId, turn, attempt: attempt({ at }), isDelivered: false, next: null, disable }
      return (await recordWebhookAttempt(db, outcome)).isDisabled
    }
    expect(await fail('2026-11-23T10:00:00Z')).toBe(false)
    expect(await fail('2026-11-23T11:30:00Z')).toBe(false)
    const success = await givenDelivery(id)
    const ok = { attempt: attempt({ status: 200 }), isDelivered: true, next: null, disable: null }
    await recordWebhookAttempt(db, { deliveryId: success.id, turn: success.turn, ...ok })
    expect(await findOutgoingWebhook(db, id)).toMatchObject({ failures: 0, failingSince: null })
    for (const at of ['12:00', '12:01', '12:02', '12:59']) expect(await fail(`2026-11-23T${at}:00Z`)).toBe(false)
    expect(await outboxIds()).not.toContain(job.id)
    const waiting = await givenDelivery(id)
    expect(await fail('2026-11-23T13:00:00Z')).toBe(true)
    expect(await findOutgoingWebhook(db, id)).toMatchObject({ isEnabled: false, disabledReason: 'failed', failures: 5 })
    expect(await findWebhookDelivery(db, waiting.id)).toMatchObject({ state: 'canceled' })
    expect(await readWebhookDelivery(db, { id: waiting.id, turn: waiting.turn })).toBeNull()
    expect(await outboxIds()).toContain(job.id)
    await updateOutgoingWebhook(db, { id, changes: { isEnabled: true }, audit: null })
    expect(await findOutgoingWebhook(db, id)).toMatchObject({ isEnabled: true, failures: 0, disabledReason: null })
  })

  test('a rotated secret signs beside the new one until it ends; a third one drives the first out', async () => {
    const id = await givenEndpoint()
    const { id: deliveryId, turn } = await givenDelivery(id)
    const secrets = async () => (await readWebhookDelivery(db, { id: deliveryId, turn }))?.secrets
    expect(await secrets()).toEqual([secretOf('first')])
    const rotate = (secret: string) => rotateWebhookSecret(db, { id, secret, keepMs: 60_000, audit })
    await rotate(secretOf('second'))
    expect(await secrets()).toEqual([secretOf('second'), secretOf('first')])
    await rotate(secretOf('third'))
    expect(await secrets()).toEqual([secretOf('third'), secretOf('second')])
    await both.sql`update public.outgoing_webhook_secrets set expires_at = now() where expires_at is not null`
    expect(await secrets()).toEqual([secretOf('third')])
    expect(await rotateWebhookSecret(db, { id: newId(), secret: secretOf('x'), keepMs: 1, audit })).toBe(false)
  })

  test('people are read anew at each attempt, and only for endpoints that may read of them', async () => {
    const start = await givenConversation(db)
    const read = async (includesContent: boolean) => {
      const endpointId = await givenEndpoint({ includesContent })
      const delivery = { id: newId(), endpointId, turn: newId(), job: deliverJob() }
      const data = { conversationId: start.conversationId, seq: 1 }
      const event = { eventId: newId(), type: 'message.received' as const, occurredAt: '2026-11-23T10:00:00Z', data }
      await storeWebhookDeliveries(db, { ...event, deliveries: [delivery] })
      return async () => (await readWebhookDelivery(db, delivery))?.content
    }
    expect(await (await read(false))()).toBeNull()
    const content = await read(true)
    expect(await content()).toEqual({
      visitor: { name: start.visitor.name, email: start.visitor.email },
      message: { body: start.body },
    })
    await both.sql`update public.profiles set name = 'Apagada', email = null where id = ${start.visitorId}`
    expect(await content()).toMatchObject({ visitor: { name: 'Apagada', email: null } })
  })

  test('a delivery is sent again by hand, but not to an endpoint that is off', async () => {
    const id = await givenEndpoint()
    const delivery = await givenDelivery(id)
    const waiting = await givenDelivery(id)
    const failed = { attempt: attempt(), isDelivered: false, next: null, disable: never }
    await recordWebhookAttempt(db, { deliveryId: delivery.id, turn: delivery.turn, ...failed })
    expect(await listUndeliveredWebhooks(db, { endpointId: id, limit: 10 })).toEqual([delivery.id])
    const again = () => [delivery, waiting].map((one) => ({ id: one.id, turn: newId(), job: deliverJob() }))
    const deliveries = again()
    expect(await redeliverWebhooks(db, { deliveries, audit })).toBe(2)
    expect(await readWebhookDelivery(db, waiting)).toBeNull()
    for (const one of deliveries) expect(await readWebhookDelivery(db, one)).toMatchObject({ id: one.id })
    await updateOutgoingWebhook(db, { id, changes: { isEnabled: false }, audit: null })
    expect(await redeliverWebhooks(db, { deliveries: again(), audit })).toBe(0)
    const page = await listWebhookDeliveries(db, { endpointId: id, limit: 1, state: 'canceled' })
    expect(page.map((one) => one.id)).toEqual([waiting.id])
    const rest = await listWebhookDeliveries(db, { endpointId: id, limit: 9, before: waiting.id })
    expect(rest.map((one) => one.id)).toEqual([delivery.id])
  })

  test('there is a most; what is deleted takes its log along; edits are written down', async () => {
    const id = await givenEndpoint()
    const endpoint = {
      url: 'https://a.example',
      description: '',
      events: ['lead.updated' as const],
      includesContent: false,
    }
    const one = { id: newId(), endpoint, secret: secretOf('x'), max: 1, audit: null }
    expect(await createOutgoingWebhook(db, one)).toBe('full')
    const delivery = await givenDelivery(id)
    await updateOutgoingWebhook(db, { id, changes: { description: 'ERP', includesContent: true }, audit })
    expect(await findOutgoingWebhook(db, id)).toMatchObject({ description: 'ERP', includesContent: true, pending: 1 })
    expect(await deleteOutgoingWebhook(db, { id, audit: { ...audit, action: 'webhook.delete' } })).toBe(true)
    expect(await deleteOutgoingWebhook(db, { id, audit: null })).toBe(false)
    expect(await updateOutgoingWebhook(db, { id, changes: { description: '' }, audit: null })).toBe(false)
    expect(await findWebhookDelivery(db, delivery.id)).toBeNull()
    const log = await both.sql`select action, details from public.audit_log where subject_id = ${id} order by id`
    expect(log.map(({ action }) => action)).toEqual(['webhook.create', 'webhook.create', 'webhook.delete'])
    expect(log[1]?.details).toEqual({ fields: ['description', 'includesContent'] })
  })

  test('old deliveries are forgotten in portions, those that wait are not', async () => {
    const id = await givenEndpoint()
    const [old, older, waiting, fresh] = [
      await givenDelivery(id),
      await givenDelivery(id),
      await givenDelivery(id),
      await givenDelivery(id),
    ]
    for (const { id: deliveryId, turn } of [old, older, fresh]) {
      const failed = { attempt: attempt(), isDelivered: false, next: null, disable: null }
      await recordWebhookAttempt(db, { deliveryId, turn, ...failed })
    }
    await both.sql`
      update public.outgoing_webhook_deliveries set created_at = now() - interval '40 days'
      where id in ${both.sql([old.id, older.id, waiting.id])}`
    expect(await pruneWebhookDeliveries(db, { days: 30, limit: 1 })).toBe(1)
    expect(await pruneWebhookDeliveries(db, { days: 30, limit: 10 })).toBe(1)
    const left = await listWebhookDeliveries(db, { endpointId: id, limit: 10 })
    expect(left.map((one) => one.id)).toEqual([fresh.id, waiting.id])
  })
})
