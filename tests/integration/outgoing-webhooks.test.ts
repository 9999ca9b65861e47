import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findOutgoingWebhook, findWebhookDelivery, listWebhookDeliveries } from '#db/queries/outgoing-webhooks.ts'
import { newId } from '#server/contracts/ids.ts'
import type { Endpoint, NewEndpoint } from '#server/contracts/outgoing-webhooks.ts'
import { wakeRelay } from '#server/jobs/wake-relay.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { isSignedWith, openWebhookReceiver, type WebhookReceiver } from '#tests/support/webhook-receiver.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }
const someone = '019c0000-0000-7000-8000-000000000001'

let stack: JobStack
let worker: Worker
let admin: ReturnType<JobStack['caller']>
let receiver: WebhookReceiver

beforeAll(async () => {
  stack = await createJobStack()
  worker = createWorker(stack.services)
  await worker.start()
})
afterAll(async () => {
  await worker.close()
  await stack[Symbol.asyncDispose]()
})
beforeEach(async () => {
  admin = stack.caller({ cookie: await stack.signIn({ userId: newId(), role: 'admin' }) })
  receiver = await openWebhookReceiver()
})
afterEach(async () => {
  for (const { id } of await admin.outgoingWebhooks.list()) await admin.outgoingWebhooks.delete({ id })
  await receiver[Symbol.asyncDispose]()
})

const create = (fields: Partial<NewEndpoint> = {}) =>
  admin.outgoingWebhooks.create({ url: receiver.url, events: ['message.received'], ...fields })

const sql = () => {
  const { sql: direct } = stack.services.db
  if (!direct) throw new Error('the stack has a direct pool')
  return direct
}

/** Lets waiting attempts be due: nobody waits five seconds for them. */
async function hurry(): Promise<void> {
  await sql()`update public.outbox set run_at = now() where name = 'deliver-webhook' and relayed_at is null`
  await wakeRelay(stack.services)
}

// Straight from the database: what is polled would use up the limit of the procedures.
const deliveriesOf = ({ id: endpointId }: Endpoint) =>
  listWebhookDeliveries(stack.services.db, { endpointId, limit: 20 })

const detailOf = (id: string | undefined) => findWebhookDelivery(stack.services.db, id ?? '')

const again = ({ id }: Endpoint) => findOutgoingWebhook(stack.services.db, id)

const statesOf = async (endpoint: Endpoint) => (await deliveriesOf(endpoint)).map(({ state }) => state)

describe('an event', () => {
  test('arrives signed, once, with ids alone', async () => {
    const { secret, endpoint } = await create({ events: ['conversation.started', 'message.received'] })
    const { conversation } = await startAsVisitor(stack, newConversation({ name: 'Beatriz Lima', body: 'Segredo' }))
    await expect.poll(() => receiver.received.length, patience).toBe(2)
    await expect.poll(() => statesOf(endpoint), patience).toEqual(['delivered', 'delivered'])
    const started = receiver.received.find(({ body }) => body.type === 'conversation.started')
    expect(started?.body.data).toMatchObject({ conversationId: conversation.id, channel: 'site', service: null })
    for (const call of receiver.received) {
      expect(isSignedWith(secret, call)).toBe(true)
      expect(isSignedWith(`whsec_${Buffer.alloc(32).toString('base64')}`, call)).toBe(false)
      expect(isSignedWith(secret, { ...call, raw: call.raw.replace('conversationId', 'conversationid') })).toBe(false)
      expect(call.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Plantao-Webhooks/1' })
      expect(call.raw).not.toMatch(/Beatriz|Segredo/)
    }
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2)
  })

  test('tells of people where the endpoint may read of them, and the log does not', async () => {
    const { endpoint } = await create({ includesContent: true })
    receiver.answer({ status: 200, body: '{"echo":"Beatriz Lima: Segredo","token":"abc123"}' })
    await startAsVisitor(stack, newConversation({ name: 'Beatriz Lima', email: 'b@exemplo.com', body: 'Segredo' }))
    await expect.poll(() => statesOf(endpoint), patience).toEqual(['delivered'])
    expect(receiver.received[0]?.body.data).toMatchObject({
      visitor: { name: 'Beatriz Lima', email: 'b@exemplo.com' },
      message: { body: 'Segredo' },
    })
    const [delivery] = await deliveriesOf(endpoint)
    const detail = await admin.outgoingWebhooks.delivery({ id: delivery?.id ?? '' })
    expect(detail.history).toMatchObject([{ status: 200, excerpt: '{"echo":"…: …","token":…}' }])
    expect(JSON.stringify(detail)).not.toMatch(/Beatriz|Segredo|abc123/)
  })

  test('is tried again under the same id, and each attempt is in the log', async () => {
    const { endpoint, secret } = await create()
    receiver.answer({ status: 500, body: 'erro interno' }, { status: 302, headers: { location: '/outro' } })
    await startAsVisitor(stack)
    for (const attempts of [1, 2]) {
      await expect.poll(async () => (await deliveriesOf(endpoint))[0]?.attempts, patience).toBe(attempts)
      await hurry()
    }
    await expect.poll(() => statesOf(endpoint), patience).toEqual(['delivered'])
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1)
    expect(receiver.received.every((call) => isSignedWith(secret, call))).toBe(true)
    const [delivery] = await deliveriesOf(endpoint)
    const history = (await detailOf(delivery?.id))?.history ?? []
    expect(history.map(({ attempt, status, excerpt }) => [attempt, status, excerpt])).toEqual([
      [3, 204, ''],
      [2, 302, ''],
      [1, 500, 'erro interno'],
    ])
  })

  test('waits as the schedule says, or as long as the endpoint asks', async () => {
    const { endpoint } = await create()
    receiver.answer({ status: 429, headers: { 'retry-after': '7200' } })
    await startAsVisitor(stack)
    await expect.poll(async () => (await deliveriesOf(endpoint))[0]?.attempts, patience).toBe(1)
    const [delivery] = await deliveriesOf(endpoint)
    const history = (await detailOf(delivery?.id))?.history ?? []
    const waitMs = Date.parse(delivery?.nextAttemptAt ?? '') - Date.parse(history[0]?.at ?? '')
    expect(waitMs).toBeGreaterThanOrEqual(7_200_000)
    const [row] = await sql()`select run_at from public.outbox where name = 'deliver-webhook' and relayed_at is null`
    expect(new Date(row?.run_at).toISOString()).toBe(new Date(delivery?.nextAttemptAt ?? '').toISOString())
  })
})

describe('an endpoint', () => {
  test('signs with both secrets after a rotation', async () => {
    const { endpoint, secret } = await create()
    const { secret: newer, endpoint: rotated } = await admin.outgoingWebhooks.rotateSecret({ id: endpoint.id })
    expect(rotated.oldSecretExpiresAt).not.toBeNull()
    await admin.outgoingWebhooks.test({ id: endpoint.id })
    await expect.poll(() => receiver.received.length, patience).toBe(1)
    const [call] = receiver.received
    if (!call) throw new Error('nothing was received')
    expect(isSignedWith(secret, call)).toBe(true)
    expect(isSignedWith(newer, call)).toBe(true)
    expect(JSON.stringify(await admin.outgoingWebhooks.list())).not.toContain('whsec_')
  })

  test('that answers 410 is not called any more, and the operator is told', async () => {
    const { endpoint } = await create()
    receiver.answer({ status: 410 })
    await startAsVisitor(stack)
    await expect.poll(async () => (await again(endpoint))?.disabledReason, patience).toBe('gone')
    const mails = async () =>
      (await stack.mails()).filter(({ request }) => JSON.stringify(request.body).includes(endpoint.id))
    await expect.poll(mails, patience).toHaveLength(1)
    await startAsVisitor(stack)
    const off = admin.outgoingWebhooks.redeliverFailed({ id: endpoint.id })
    await expect(off).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(receiver.received).toHaveLength(1)
    await admin.outgoingWebhooks.update({ id: endpoint.id, changes: { isEnabled: true } })
    expect(await admin.outgoingWebhooks.redeliverFailed({ id: endpoint.id })).toEqual({ count: 1, hasMore: false })
    await expect.poll(() => statesOf(endpoint), patience).toEqual(['delivered'])
    expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id)
  })

  test('that keeps failing is let rest, but not from who sends by hand, nor once a test has succeeded', async () => {
    const { endpoint } = await create()
    receiver.answer({ status: 500 })
    await startAsVisitor(stack)
    await expect.poll(async () => (await deliveriesOf(endpoint))[0]?.attempts, patience).toBe(1)
    await sql()`update public.outgoing_webhooks set failures = 12 where id = ${endpoint.id}`
    await hurry()
    const nextInMs = async () => Date.parse((await deliveriesOf(endpoint))[0]?.nextAttemptAt ?? '') - Date.now()
    await expect.poll(nextInMs, patience).toBeGreaterThan(200_000)
    expect((await deliveriesOf(endpoint))[0]?.attempts).toBe(1)
    expect(receiver.received).toHaveLength(1)
    receiver.answer({ status: 503 })
    const [delivery] = await deliveriesOf(endpoint)
    await admin.outgoingWebhooks.redeliver({ deliveryId: delivery?.id ?? '' })
    await expect.poll(() => receiver.received.length, patience).toBe(2)
    await expect.poll(async () => (await again(endpoint))?.failures, patience).toBe(13)
    await admin.outgoingWebhooks.test({ id: endpoint.id })
    await expect.poll(async () => (await again(endpoint))?.failures, patience).toBe(0)
    await hurry()
    await expect.poll(() => statesOf(endpoint), patience).toEqual(['delivered', 'delivered'])
  })

  test('that has failed twenty times in an hour is switched off, with what still waits', async () => {
    const { endpoint } = await create()
    receiver.answer({ status: 500 }, { status: 500 })
    await startAsVisitor(stack)
    await expect.poll(async () => (await deliveriesOf(endpoint))[0]?.attempts, patience).toBe(1)
    await sql()`
      update public.outgoing_webhooks
      set failures = 19, failing_since = now() - interval '2 hours', last_failed_at = now() - interval '10 minutes'
      where id = ${endpoint.id}`
    await startAsVisitor(stack)
    await expect.poll(async () => (await again(endpoint))?.disabledReason, patience).toBe('failed')
    expect(await statesOf(endpoint)).toEqual(['canceled', 'canceled'])
    await hurry()
    const jobsLeft = async () => {
      const [row] = await sql()`
        select count(*)::int as left from public.outbox where name = 'deliver-webhook' and outcome is null`
      return row?.left
    }
    await expect.poll(jobsLeft, patience).toBe(0)
    expect(receiver.received).toHaveLength(2)
  })

  test('is tested with one call, even while it is off', async () => {
    const { endpoint } = await create()
    await admin.outgoingWebhooks.update({ id: endpoint.id, changes: { isEnabled: false } })
    receiver.answer({ status: 500, body: 'não' })
    const { deliveryId } = await admin.outgoingWebhooks.test({ id: endpoint.id })
    const state = async () => (await detailOf(deliveryId))?.state
    await expect.poll(state, patience).toBe('failed')
    expect(receiver.received[0]?.body).toMatchObject({ type: 'webhook.test', data: { endpointId: endpoint.id } })
    await admin.outgoingWebhooks.redeliver({ deliveryId })
    await expect.poll(state, patience).toBe('delivered')
    expect((await admin.outgoingWebhooks.list())[0]).toMatchObject({ isEnabled: false, failures: 0 })
  })
})

describe('the console', () => {
  test('is for admins only', async () => {
    const lawyer = stack.caller({ cookie: await stack.signIn({ userId: someone, role: 'lawyer' }) })
    await expect(lawyer.outgoingWebhooks.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(stack.caller().outgoingWebhooks.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test('refuses what is no address to call, and names what is missing', async () => {
    for (const url of ['ftp://a.example', 'nada', 'https://user:pass@a.example/', 'https://a.example/#x']) {
      await expect(create({ url })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
    await expect(create({ events: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const missing = { id: newId() }
    const calls = [
      () => admin.outgoingWebhooks.test(missing),
      () => admin.outgoingWebhooks.rotateSecret(missing),
      () => admin.outgoingWebhooks.delete(missing),
      () => admin.outgoingWebhooks.delivery(missing),
      () => admin.outgoingWebhooks.redeliver({ deliveryId: newId() }),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
