import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findDeadLetter } from '#db/queries/dead-letters.ts'
import { traceJobs } from '#db/queries/job-trace.ts'
import { enqueueJobs } from '#db/queries/outbox.ts'
import { newId } from '#server/contracts/ids.ts'
import { cancelJob } from '#server/jobs/cancel-job.ts'
import type { JobContext } from '#server/jobs/job-handler.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { redriveDeadLetters } from '#server/jobs/redrive-dead-letters.ts'
import { wakeRelay } from '#server/jobs/wake-relay.ts'
import type { Services } from '#server/services.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { handlers } from '#server/worker/handlers.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

type Run = JobContext<'email-firm-new-conversation', Services>

let stack: JobStack
let worker: Worker
/** What the handler does in the test at hand. */
let handle: (run: Run) => Promise<void>
let runs: Run[]

/** A whole worker whose firm mail is whatever the test says. */
const openWorker = () =>
  createWorker(stack.services, {
    handlers: {
      ...handlers,
      'email-firm-new-conversation': async () => async (run) => {
        runs.push(run)
        await handle(run)
      },
    },
  })

beforeAll(async () => {
  stack = await createJobStack()
  reset()
  worker = openWorker()
  await worker.start()
})
afterAll(async () => {
  await worker.close()
  await stack[Symbol.asyncDispose]()
})
afterEach(reset)

function reset() {
  handle = async () => undefined
  runs = []
}

const audit = { action: 'jobs.redrive', actorId: newId(), ip: null }
const newJob = (options: { runAt?: Date } = {}) =>
  outboxJob('email-firm-new-conversation', { conversationId: newId() }, options)

async function enqueue(job = newJob()) {
  await enqueueJobs(stack.services.db, [job])
  await wakeRelay(stack.services)
  return job
}

const traced = async (id: string) => (await traceJobs(stack.services.db, { ids: [id] }))[0]
const outcomeOf = async (id: string) => (await traced(id))?.outcome
const letterOf = (id: string) => findDeadLetter(stack.services.db, id)

test('a job leaves each of its times, and one attempt', async () => {
  const { id } = await enqueue()
  await expect.poll(() => outcomeOf(id), patience).toBe('done')
  const job = await traced(id)
  expect(job).toMatchObject({ attempts: 1, history: [], deadLetter: null, queue: 'emails' })
  const times = [job?.createdAt, job?.relayedAt, job?.startedAt, job?.finishedAt].map((at) => Date.parse(at ?? ''))
  expect(times).toEqual(times.toSorted((left, right) => left - right))
  expect(runs.map(({ jobId, attempt }) => ({ jobId, attempt }))).toEqual([{ jobId: id, attempt: 1 }])
})

test('what fails is tried again under the same id, and each failure is written down', async () => {
  handle = async ({ attempt }) => {
    if (attempt < 2) throw new Error(`no answer \0to attempt ${attempt}`)
  }
  const { id } = await enqueue()
  await expect.poll(() => outcomeOf(id), patience).toBe('done')
  expect(await traced(id)).toMatchObject({ attempts: 2, history: [{ attempt: 1, error: 'no answer to attempt 1' }] })
  expect(runs.map(({ jobId }) => jobId)).toEqual([id, id])
})

class RefusedError extends Error {
  readonly isRetryable = false
}

test('what fails for good is a dead letter; redriven it runs as a new job', async () => {
  handle = () => Promise.reject(new RefusedError('the other side refuses'))
  const { id, payload } = await enqueue()
  await expect
    .poll(() => letterOf(id), patience)
    .toMatchObject({
      ...{ queue: 'emails', reason: 'failed', error: 'the other side refuses', payload },
      history: [{ attempt: 1, error: 'the other side refuses' }],
    })
  expect(await outcomeOf(id)).toBe('dead')

  handle = async () => undefined
  const { redriven, refused } = await redriveDeadLetters(stack.services, { ids: [id], audit })
  expect(refused).toEqual([])
  const [{ redrivenAs } = { redrivenAs: '' }] = redriven
  await expect.poll(() => outcomeOf(redrivenAs), patience).toBe('done')
  expect(runs.map(({ jobId }) => jobId)).toEqual([id, redrivenAs])
  expect(runs.at(-1)?.payload).toEqual(payload)
  expect(await redriveDeadLetters(stack.services, { ids: [id], audit })).toEqual({ redriven: [], refused: [] })
})

test('an edit that the contract refuses is named by its path, and nothing is redriven', async () => {
  handle = () => Promise.reject(new RefusedError('refused'))
  const { id } = await enqueue()
  await expect.poll(() => letterOf(id), patience).not.toBeNull()
  const edit = { ids: [id], payload: { conversationId: 'no uuid' }, audit }
  expect(await redriveDeadLetters(stack.services, edit)).toMatchObject({
    ...{ redriven: [], refused: [{ id, problems: [{ path: 'conversationId' }] }] },
  })
  expect((await letterOf(id))?.resolution).toBeNull()
})

test('a bad payload is a dead letter that names the field, without an attempt', async () => {
  const job = { ...newJob(), payload: { conversationId: 'no uuid' } }
  await enqueue(job)
  await expect
    .poll(() => letterOf(job.id), patience)
    .toMatchObject({
      ...{ reason: 'bad_payload', error: expect.stringMatching(/^bad payload: payload\.conversationId/) },
    })
  expect(runs).toEqual([])
})

test('a canceled job does not run, although it is in the queue already', async () => {
  const { emails } = stack.queues.byName
  await emails.pause()
  const { id } = await enqueue()
  await expect.poll(async () => (await emails.getJob(id))?.id, patience).toBe(id)
  expect(await cancelJob(stack.services, id)).toBe('canceled')
  await emails.resume()
  await expect.poll(async () => (await emails.getJob(id))?.getState(), patience).toBe('completed')
  expect(runs).toEqual([])
  expect(await traced(id)).toMatchObject({ outcome: 'canceled', attempts: 0, startedAt: null })
})

test('a job that runs cannot be canceled', async () => {
  const gate = Promise.withResolvers<void>()
  handle = () => gate.promise
  const { id } = await enqueue()
  await expect.poll(() => runs.length, patience).toBe(1)
  expect(await cancelJob(stack.services, id)).toBe('started')
  gate.resolve()
  await expect.poll(() => outcomeOf(id), patience).toBe('done')
})

test('a job that is put into the queue again after its end does not run again', async () => {
  const job = await enqueue()
  await expect.poll(() => outcomeOf(job.id), patience).toBe('done')
  await (await stack.queues.byName.emails.getJob(job.id))?.remove()
  await stack.queues.add([{ ...job, attempts: 0 }])
  const state = async () => (await stack.queues.byName.emails.getJob(job.id))?.getState()
  await expect.poll(state, patience).toBe('completed')
  expect(runs).toHaveLength(1)
})

test('a job for later runs when its time has come', async () => {
  const runAt = new Date(Date.now() + 1_500)
  const { id } = await enqueue(newJob({ runAt }))
  await expect.poll(() => outcomeOf(id), patience).toBe('done')
  expect(Date.parse((await traced(id))?.startedAt ?? '')).toBeGreaterThanOrEqual(runAt.getTime())
})

test('a wipe of Redis loses no job that waits, and doubles none that runs', async () => {
  const { redis, keys } = stack.services
  const { emails } = stack.queues.byName
  const gate = Promise.withResolvers<void>()
  handle = () => gate.promise
  const running = await enqueue()
  await expect.poll(() => runs.length, patience).toBe(1)
  await emails.pause()
  const waiting = await enqueue()
  await expect.poll(async () => (await emails.getJob(waiting.id))?.id, patience).toBe(waiting.id)
  await redis.state.del(...(await redis.state.keys(`${keys.queuePrefix()}*`)))
  gate.resolve()
  await expect.poll(() => outcomeOf(waiting.id), patience).toBe('done')
  await expect.poll(() => outcomeOf(running.id), patience).toBe('done')
  expect(runs.map(({ jobId }) => jobId).toSorted()).toEqual([running.id, waiting.id].toSorted())
})

test('a stop hands a job that does not end in time to another worker at once, and counts no attempt', async () => {
  handle = ({ signal, attempt }) =>
    new Promise((resolve, reject) => {
      if (runs.length > 1) resolve()
      signal.addEventListener('abort', () => reject(new Error(`stopped in attempt ${attempt}`)))
    })
  const { id } = await enqueue()
  await expect.poll(() => runs.length, patience).toBe(1)
  await worker.close()
  const job = await stack.queues.byName.emails.getJob(id)
  expect(['waiting', 'prioritized']).toContain(await job?.getState())
  worker = openWorker()
  await worker.start()
  await expect.poll(() => outcomeOf(id), patience).toBe('done')
  expect(runs.map(({ attempt }) => attempt)).toEqual([1, 1])
  expect(await traced(id)).toMatchObject({ attempts: 1, history: [] })
}, 40_000)
