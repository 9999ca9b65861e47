import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listMail } from '#db/queries/mail-ledger.ts'
import { newId } from '#server/contracts/ids.ts'
import { applyResendEvent } from '#server/features/mail/apply-resend-event.ts'
import { type MailOrder, sendMail } from '#server/features/mail/send-mail.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

let stack: JobStack
beforeAll(async () => {
  stack = await createJobStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const lines: string[] = []
const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) })

type Order = MailOrder<'operator-alert'>

/** To an address of its own, so that the tests do not see each other's mails. */
const newOrder = (more: Partial<Order> = {}): Order => ({
  jobId: newId(),
  kind: 'operator-alert',
  data: { state: 'raised', title: 'Fila', detail: 'Cheia.', facts: [], at: '2026-11-23T13:42:00Z', path: '/console' },
  to: `${newId()}@correio.example`,
  locale: 'pt-BR',
  log,
  signal: new AbortController().signal,
  ...more,
})
const send = (order: Order) => sendMail(stack.services, order)
const requestsTo = async (to: string) =>
  (await stack.mails('all')).filter(({ request }) => bodyOf(request).includes(to))
const bodyOf = ({ body }: { body: unknown }) => JSON.stringify(body)
const outcomesOf = async ({ to }: Order) => (await requestsTo(to)).map(({ outcome }) => outcome)
const ledgerOf = async ({ to }: Order) => (await listMail(stack.services.db, { limit: 5, search: to }))[0]

const eventOf = (type: string, about: { emailId: string; jobId?: string; bounce?: object }) => ({
  type,
  created_at: '2026-11-23T13:42:01.000Z',
  data: { email_id: about.emailId, tags: { job: about.jobId }, bounce: about.bounce },
})
const hardBounce = { type: 'Permanent', subType: 'General', message: 'no such user' }
const apply = (event: unknown) =>
  applyResendEvent({
    ...{ services: stack.services, log, event, kind: 'email', webhookId: newId(), receivedAt: '2026-11-23T13:42:02Z' },
    signal: new AbortController().signal,
  })

test('a mail goes out with its text part, its tags and the job as idempotency key, and is written down', async () => {
  const order = newOrder({ replyTo: 'ana@exemplo.com' })
  expect(await send(order)).toBe('sent')
  const [request] = await requestsTo(order.to)
  expect(request).toMatchObject({
    outcome: 'accepted',
    idempotencyKey: order.jobId,
    request: {
      body: {
        from: stack.env.FIRM_FROM,
        reply_to: 'ana@exemplo.com',
        subject: 'Alerta: Fila',
        text: expect.stringContaining('Cheia.'),
        html: expect.stringContaining('Cheia.'),
        tags: [
          { name: 'kind', value: 'operator-alert' },
          { name: 'job', value: order.jobId },
        ],
      },
    },
  })
  expect(await ledgerOf(order)).toMatchObject({ status: 'sent', providerId: request?.id, to: order.to })
})

test('a job that runs again after its mail went out asks nobody', async () => {
  const order = newOrder()
  await send(order)
  expect(await send(order)).toBe('sent')
  expect(await outcomesOf(order)).toEqual(['accepted'])
})

test('a mail whose answer was an error although it had been taken is one mail', async () => {
  const order = newOrder()
  await stack.addRule({ when: { bodyIncludes: order.to }, acceptThenFail: { times: 1, status: 500 } })
  await expect(send(order)).rejects.toMatchObject({ name: 'ProviderError', isRetryable: true })
  expect(await ledgerOf(order)).toMatchObject({ status: 'sending', providerId: null })
  expect(await send(order)).toBe('sent')
  expect(await outcomesOf(order)).toEqual(['accepted', 'replayed'])
})

test('a mail that was taken and whose text has changed since is not sent again, and its events find it', async () => {
  const order = newOrder()
  await stack.addRule({ when: { bodyIncludes: order.to }, acceptThenFail: { times: 1, status: 500 } })
  await expect(send(order)).rejects.toMatchObject({ isRetryable: true })
  const changed = { ...order, data: { ...order.data, detail: 'Mais cheia ainda.' } }
  expect(await send(changed)).toBe('sent')
  expect(await outcomesOf(order)).toEqual(['accepted', 'refused'])
  expect(await ledgerOf(order)).toMatchObject({ status: 'sent', providerId: null })
  const emailId = (await requestsTo(order.to))[0]?.id ?? ''
  expect(await apply(eventOf('email.delivered', { emailId, jobId: order.jobId }))).toBe('applied')
  expect(await ledgerOf(order)).toMatchObject({ status: 'delivered', providerId: emailId })
})

test('an address that bounced for good gets no further mail, and the job ends quietly', async () => {
  const order = newOrder()
  await send(order)
  const emailId = (await requestsTo(order.to))[0]?.id ?? ''
  expect(await apply(eventOf('email.bounced', { emailId, bounce: hardBounce }))).toBe('applied')
  expect(await apply(eventOf('email.bounced', { emailId, bounce: hardBounce }))).toBe('ignored')
  expect(await ledgerOf(order)).toMatchObject({ status: 'bounced', detail: 'Permanent General' })
  const next = newOrder({ to: order.to })
  expect(await send(next)).toBe('suppressed')
  expect(await outcomesOf(order)).toEqual(['accepted'])
})

test('a full mailbox is no reason to give an address up', async () => {
  const order = newOrder()
  await send(order)
  const emailId = (await requestsTo(order.to))[0]?.id ?? ''
  await apply(eventOf('email.bounced', { emailId, bounce: { ...hardBounce, type: 'Transient' } }))
  expect(await send(newOrder({ to: order.to }))).toBe('sent')
})

test('an event of a mail that others sent with the account changes nothing', async () => {
  expect(await apply(eventOf('email.bounced', { emailId: newId(), bounce: hardBounce }))).toBe('ignored')
})

test('a mail whose fate can no longer be asked for is left to a person', async () => {
  const order = newOrder()
  await stack.addRule({ when: { bodyIncludes: order.to }, fail: { times: 1, status: 503 } })
  await expect(send(order)).rejects.toMatchObject({ isRetryable: true })
  const { sql } = stack.services.db
  if (!sql) throw new Error('a database URL gives a direct pool')
  await sql`
    update public.mail_messages set created_at = now() - interval '23 hours 1 second' where job_id = ${order.jobId}`
  await expect(send(order)).rejects.toMatchObject({ name: 'ExpiredMail', isRetryable: false })
  expect(await outcomesOf(order)).toEqual(['refused'])
})

test('a mail that is refused for good is written down as failed, with the reason, and goes out once it is mended', async () => {
  const order = newOrder()
  await stack.addRule({ when: { bodyIncludes: order.to }, fail: { times: 1, status: 403 } })
  await expect(send(order)).rejects.toMatchObject({ isRetryable: false, status: 403 })
  expect(await ledgerOf(order)).toMatchObject({ status: 'failed', detail: 'validation_error', providerId: null })
  expect(await send(order)).toBe('sent')
  expect(await ledgerOf(order)).toMatchObject({ status: 'sent', detail: null })
})

test('a worker that has to go lets go of the call', async () => {
  const order = newOrder({ signal: AbortSignal.abort() })
  await expect(send(order)).rejects.toMatchObject({ message: 'resend did not answer (aborted)', isRetryable: true })
})

test('no address reaches the log', async () => {
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.join('\n')).not.toContain('@')
})
