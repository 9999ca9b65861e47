import { afterAll, beforeAll, expect, test } from 'vitest'
import { traceJobs } from '#db/queries/job-trace.ts'
import { newId } from '#server/contracts/ids.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let stack: JobStack
let worker: Worker

beforeAll(async () => {
  stack = await createJobStack()
  // A job that this release does not know is parked at once, rather than left to a newer one for a while.
  worker = createWorker(stack.services, { parkAfterMs: 0 })
  await worker.start()
})
afterAll(async () => {
  await worker.close()
  await stack[Symbol.asyncDispose]()
})

/** Rules are told apart by the visitor's name, so that the tests of this file do not meet each other's faults. */
async function startNamed(name: string) {
  await startAsVisitor(stack, newConversation({ name }))
  return async () => (await stack.mails('all')).filter(({ request }) => JSON.stringify(request.body).includes(name))
}
const outcomes = (mails: readonly { outcome: string }[]) => mails.map(({ outcome }) => outcome)

const add = async (name: string, data: { version: number; payload: unknown }) => {
  const jobId = newId()
  await stack.queues.byName.emails.add(name, data, { jobId, attempts: 5, backoff: { type: 'contract' } })
  return async () => {
    const job = await stack.queues.byName.emails.getJob(jobId)
    return { state: await job?.getState(), reason: job?.failedReason, attempts: job?.attemptsMade }
  }
}

test('a provider that fails twice gets the mail at the third attempt, once', async () => {
  await stack.addRule({ when: { bodyIncludes: 'Duas Falhas' }, fail: { times: 2, status: 500 } })
  const read = await startNamed('Duas Falhas')
  await expect.poll(async () => outcomes(await read()), patience).toEqual(['refused', 'refused', 'accepted'])
})

test('a provider that asks for patience is not called earlier, and costs the job no attempt', async () => {
  await stack.addRule({ when: { bodyIncludes: 'Com Calma' }, fail: { times: 1, status: 429, retryAfterSeconds: 4 } })
  const read = await startNamed('Com Calma')
  await expect.poll(async () => outcomes(await read()), patience).toEqual(['refused', 'accepted'])
  const [refused, accepted] = (await read()).map(({ receivedAt }) => Date.parse(receivedAt))
  expect((accepted ?? 0) - (refused ?? 0)).toBeGreaterThanOrEqual(4_000)
  const jobId = (await read())[0]?.idempotencyKey ?? ''
  const traced = async () => (await traceJobs(stack.services.db, { ids: [jobId] }))[0]
  await expect.poll(traced, patience).toMatchObject({ outcome: 'done', attempts: 1, history: [] })
})

test('a mail that was taken although its answer got lost is not sent a second time', async () => {
  await stack.addRule({ when: { bodyIncludes: 'Resposta Perdida' }, acceptThenFail: { times: 1, status: 502 } })
  const read = await startNamed('Resposta Perdida')
  await expect.poll(async () => outcomes(await read()), patience).toEqual(['accepted', 'replayed'])
})

test('a mail that the provider refuses for good is tried once and kept, without the address in its reason', async () => {
  await stack.addRule({ when: { bodyIncludes: 'Recusa Final' }, fail: { times: 5, status: 422 } })
  const read = await startNamed('Recusa Final')
  await expect.poll(async () => outcomes(await read()), patience).toEqual(['refused'])
  const key = (await read())[0]?.idempotencyKey ?? ''
  await expect.poll(async () => (await stack.queues.byName.emails.getJob(key))?.getState(), patience).toBe('failed')
  const job = await stack.queues.byName.emails.getJob(key)
  expect(job?.failedReason).toBe('resend answered 422 (validation_error)')
  expect(job?.attemptsMade).toBe(1)
})

test('a job this release does not know is parked with the reason, not lost and not retried', async () => {
  const read = await add('email-of-a-later-release', { version: 1, payload: {} })
  await expect.poll(async () => (await read()).state, patience).toBe('failed')
  expect(await read()).toMatchObject({ attempts: 1, reason: expect.stringMatching(/parked: no job "email-of-a-later/) })
})

test('a version this release does not know is parked', async () => {
  const read = await add('email-firm-new-conversation', { version: 2, payload: { conversationId: newId() } })
  await expect.poll(async () => (await read()).state, patience).toBe('failed')
  expect(await read()).toMatchObject({ attempts: 1, reason: expect.stringMatching(/parked: version 2 of/) })
})

test('a bad payload fails without retries and names the field', async () => {
  const read = await add('email-firm-new-conversation', { version: 1, payload: { conversationId: 'not-a-uuid' } })
  await expect.poll(async () => (await read()).state, patience).toBe('failed')
  expect(await read()).toMatchObject({
    attempts: 1,
    reason: expect.stringMatching(/bad payload: payload.conversationId/),
  })
})

test('a job about a conversation that is gone ends quietly', async () => {
  const read = await add('email-firm-new-conversation', { version: 1, payload: { conversationId: newId() } })
  await expect.poll(async () => (await read()).state, patience).toBe('completed')
})
