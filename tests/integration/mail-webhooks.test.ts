import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { listMail } from '#db/queries/mail-ledger.ts'
import { listMailSuppressions } from '#db/queries/mail-suppressions.ts'
import { newId } from '#server/contracts/ids.ts'
import { sendMail } from '#server/features/mail/send-mail.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { serveWebhookDoor, type WebhookDoorSite } from '#tests/support/webhook-door.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let stack: JobStack
let worker: Worker
let door: WebhookDoorSite

beforeAll(async () => {
  stack = await createJobStack()
  worker = createWorker(stack.services)
  door = await serveWebhookDoor(stack.services)
  await worker.start()
  await ask('PUT', '/api/site', { url: door.url, retryScale: 0 })
  await ask('PUT', '/api/settings', { statusDelayMs: 0 })
})
afterAll(async () => {
  await worker.close()
  await door[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(stack.simulator.url + path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  expect(answer.ok).toBe(true)
  return answer.status === 204 ? undefined : answer.json()
}

const eventList = z.object({ events: z.object({ state: z.string() }).array() })
const countEvents = async (state: string) =>
  eventList.parse(await ask('GET', `/api/events?provider=resend&state=${state}`)).events.length

async function sendTo(to: string): Promise<void> {
  const data = {
    state: 'raised' as const,
    title: 'Fila',
    detail: 'Cheia.',
    facts: [],
    at: '2026-11-23T13:42:00Z',
    path: '/',
  }
  const signal = new AbortController().signal
  const order = { jobId: newId(), to, locale: 'pt-BR' as const, log: pino({ level: 'silent' }), signal }
  await sendMail(stack.services, { ...order, kind: 'operator-alert', data })
}

const statuses = async () =>
  Object.fromEntries((await listMail(stack.services.db, { limit: 50 })).map(({ to, status }) => [to, status]))

test('whatever the order in which Resend tells of mails, and however often, the ledger comes to the truth', async () => {
  const expected = {
    ...Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`pessoa-${n}@correio.example`, 'delivered'])),
    ...{ 'bounced+1@resend.dev': 'bounced', 'bounced+2@resend.dev': 'bounced' },
    ...{ 'complained+1@resend.dev': 'complained', 'complained+2@resend.dev': 'complained' },
  }
  const rule = { doubled: { copies: 2, times: 100 }, shuffled: { hold: 1_000, seed: 11, atOnce: true } }
  await ask('POST', '/api/event-rules', { provider: 'resend', ...rule })
  for (const to of Object.keys(expected)) await sendTo(to)
  // Of eight: sent, delivered; of two: sent, bounced; of two: sent, delivered, complained; each twice.
  await expect.poll(() => countEvents('held'), patience).toBe(2 * (8 * 2 + 2 * 2 + 2 * 3))
  await ask('POST', '/api/event-rules/release')
  await expect.poll(statuses, patience).toEqual(expected)
  await expect.poll(() => countEvents('delivered'), patience).toBe(52)
  const suppressed = await listMailSuppressions(stack.services.db, { limit: 10 })
  expect(suppressed.map(({ address, reason }) => [address, reason]).toSorted()).toEqual([
    ['bounced+1@resend.dev', 'bounced'],
    ['bounced+2@resend.dev', 'bounced'],
    ['complained+1@resend.dev', 'complained'],
    ['complained+2@resend.dev', 'complained'],
  ])
})

test('a forged bounce suppresses nobody', async () => {
  await ask('DELETE', '/api/event-rules')
  const [mail] = await stack.mails()
  const form = { type: 'email.bounced', emailId: mail?.id, wait: true }
  await ask('POST', '/api/events/resend', { ...form, deliver: { signature: 'forged', attempts: 1 } })
  expect(await countEvents('failed')).toBe(1)
  expect(await statuses()).toMatchObject({ 'pessoa-0@correio.example': 'delivered' })
  expect(await listMailSuppressions(stack.services.db, { limit: 10, search: 'pessoa' })).toEqual([])
})
