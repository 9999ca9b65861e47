import { afterAll, beforeAll, expect, test } from 'vitest'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { startWorkerProcess, type WorkerProcess } from '#tests/support/worker-process.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let stack: JobStack

beforeAll(async () => {
  stack = await createJobStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const health = (worker: WorkerProcess) => fetch(worker.healthUrl).catch(() => undefined)
const healthy = (worker: WorkerProcess) => expect.poll(async () => (await health(worker))?.status, patience).toBe(200)

test('SIGTERM lets the running job finish, and the process ends with code 0', async () => {
  await stack.addRule({ when: { bodyIncludes: 'Quase Lá' }, delayMs: 1_500 })
  await using worker = await startWorkerProcess(stack.env)
  await healthy(worker)
  await startAsVisitor(stack, newConversation({ name: 'Quase Lá' }))
  const { emails } = stack.queues.byName
  await expect.poll(() => emails.getActiveCount(), patience).toBe(1)
  worker.send('SIGTERM')
  expect(await worker.exited).toBe(0)
  expect(await emails.getCompletedCount()).toBe(1)
  expect(await emails.getActiveCount()).toBe(0)
  expect((await stack.mails('all')).map(({ outcome }) => outcome)).toEqual(['accepted'])
})

test('a worker killed in the middle of a job loses nothing: another one repeats it, and the mail goes out once', async () => {
  await stack.addRule({ when: { bodyIncludes: 'Depois da Queda' }, acceptThenTimeout: { times: 1 } })
  const outcomes = async () =>
    (await stack.mails('all'))
      .filter(({ summary }) => summary.title.includes('Depois da Queda'))
      .map(({ outcome }) => outcome)
  {
    await using killed = await startWorkerProcess(stack.env)
    await healthy(killed)
    await startAsVisitor(stack, newConversation({ name: 'Depois da Queda' }))
    await expect.poll(outcomes, patience).toEqual(['accepted'])
    killed.send('SIGKILL')
    await killed.exited
  }
  await using worker = await startWorkerProcess(stack.env)
  await healthy(worker)
  await expect.poll(outcomes, patience).toEqual(['accepted', 'replayed'])
}, 45_000)

test('health says which part is alive', async () => {
  await using worker = await startWorkerProcess(stack.env)
  await healthy(worker)
  const answer = await health(worker)
  expect(await answer?.json()).toEqual({
    status: 'ok',
    parts: { redis: true, database: true, relay: true, jobs: true, changeFeed: true },
  })
})

test('metrics say what waits, what the queues hold, and how attempts ended', async () => {
  await using worker = await startWorkerProcess(stack.env)
  await healthy(worker)
  await startAsVisitor(stack, newConversation({ name: 'Medida' }))
  const read = async () => (await fetch(worker.healthUrl.replace('/healthz', '/metrics'))).text()
  await expect
    .poll(read, patience)
    .toMatch(/plantao_jobs_attempts_total{job="email-firm-new-conversation",queue="emails",outcome="done"} [1-9]/)
  const text = await read()
  for (const line of ['plantao_outbox_readable 1', 'plantao_outbox_dead_letters 0', 'plantao_outbox_oldest_seconds']) {
    expect(text).toContain(line)
  }
  expect(text).toMatch(/plantao_queue_jobs{queue="whatsapp",state="waiting"} \d/)
})

test('SIGTERM hands a job that takes too long back at once: another worker need not wait for its lock', async () => {
  await stack.addRule({ when: { bodyIncludes: 'Sem Pressa' }, delayMs: 20_000 })
  await using worker = await startWorkerProcess(stack.env)
  await healthy(worker)
  const { conversation } = await startAsVisitor(stack, newConversation({ name: 'Sem Pressa' }))
  const isOurs = ({ data }: { data: { payload?: unknown } }) => JSON.stringify(data.payload).includes(conversation.id)
  const active = async () => (await stack.queues.byName.emails.getActive()).find(isOurs)
  await expect.poll(active, patience).toBeDefined()
  const job = await active()
  worker.send('SIGTERM')
  expect(await worker.exited).toBe(0)
  expect(['waiting', 'prioritized']).toContain(await job?.getState())
}, 45_000)

test('a wrong Redis password ends the boot with one message that says what to change', async () => {
  const url = new URL(stack.env.REDIS_URL ?? '')
  url.password = 'wrong-password'
  await using worker = await startWorkerProcess(stack.env, { REDIS_URL: url.href })
  expect(await worker.exited).toBe(1)
  expect(worker.output()).toMatch(/check REDIS_USERNAME and REDIS_PASSWORD/)
  expect(worker.output()).not.toContain('wrong-password')
})

test('an incomplete environment ends the boot with the names of what is missing', async () => {
  await using worker = await startWorkerProcess(stack.env, { FIRM_EMAIL: '', RESEND_API_KEY: 'nonsense' })
  expect(await worker.exited).toBe(1)
  expect(worker.output()).toMatch(/FIRM_EMAIL is missing/)
  expect(worker.output()).toMatch(/RESEND_API_KEY: must start with "re_"/)
})
