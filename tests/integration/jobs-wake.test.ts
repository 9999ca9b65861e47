import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import type { JobContext } from '#server/jobs/job-handler.ts'
import { createJobLedger } from '#server/jobs/job-ledger.ts'
import { createJobRuntime, type JobRuntime } from '#server/jobs/job-runtime.ts'
import type { Services } from '#server/services.ts'
import { handlers } from '#server/worker/handlers.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

/**
 * Less than an idle consumer waits for a marker (30 s). No reconciler runs here: whoever is not woken stays asleep.
 * A mail has a priority within its queue, which is where BullMQ itself wakes nobody.
 */
const patience = { timeout: 15_000 }
const name = 'email-firm-new-conversation'

type Run = JobContext<typeof name, Services>

let stack: JobStack
let runtimes: JobRuntime[]
let runs: { readonly runtime: number; readonly jobId: string }[]
let done: string[]
let handle: (run: Run) => Promise<void>

beforeEach(async () => {
  stack = await createJobStack()
  runtimes = []
  runs = []
  done = []
})
afterEach(async () => {
  await Promise.all(runtimes.map((runtime) => runtime.close({ deadlineMs: 0 })))
  await stack[Symbol.asyncDispose]()
})

function startRuntime(): JobRuntime {
  const { services } = stack
  const index = runtimes.length
  const runtime = createJobRuntime({
    connection: services.redis.createQueueConnection(),
    ...{ keys: services.keys, services, log: services.log },
    ledger: createJobLedger(services.db),
    handlers: {
      ...handlers,
      [name]: async () => async (run) => {
        runs.push({ runtime: index, jobId: run.jobId })
        await handle(run)
        done.push(run.jobId)
      },
      'prune-jobs': async () => (run) =>
        new Promise((resolve) => run.signal.addEventListener('abort', () => resolve())),
      'evaluate-alerts': async () => async (run) => void done.push(run.jobId),
    },
  })
  runtimes.push(runtime)
  runtime.start()
  return runtime
}

async function add(count: number): Promise<readonly string[]> {
  const jobs = Array.from({ length: count }, () => ({ id: newId(), payload: { conversationId: newId() } }))
  await stack.queues.add(jobs.map((job) => ({ ...job, name, version: 1, attempts: 0 })))
  return jobs.map(({ id }) => id)
}

class LimitedError extends Error {
  readonly isRetryable = true
  readonly isRateLimited = true
  readonly retryAfterMs: number
  constructor(retryAfterMs: number) {
    super('429')
    this.retryAfterMs = retryAfterMs
  }
}

const refuseFirst =
  (times: number, retryAfterMs = 1_000) =>
  async () => {
    if (runs.length <= times) throw new LimitedError(retryAfterMs)
  }

test.each([1, 2])('a limited job with a priority runs when the limit ends, on %d workers', async (workers) => {
  handle = refuseFirst(3)
  for (let index = 0; index < workers; index += 1) startRuntime()
  const ids = await add(1)
  await expect.poll(() => done, patience).toEqual(ids)
  expect(runs).toHaveLength(4)
})

test('jobs behind a limit all run when it ends', async () => {
  handle = refuseFirst(5)
  startRuntime()
  const ids = await add(12)
  await expect.poll(() => done.toSorted(), patience).toEqual(ids.toSorted())
})

test('who refuses and asks for no patience at all is not called without end', async () => {
  const startedAtMs: number[] = []
  handle = async () => {
    startedAtMs.push(performance.now())
    await refuseFirst(2, 0)()
  }
  startRuntime()
  await add(1)
  await expect.poll(() => done.length, patience).toBe(1)
  const [first = 0, second = 0, third = 0] = startedAtMs
  expect(Math.min(second - first, third - second)).toBeGreaterThan(900)
})

test('a job that a stop puts back wakes a worker that waits', async () => {
  handle = async () => undefined
  startRuntime()
  startRuntime()
  const [before = ''] = await add(1)
  await expect.poll(() => done, patience).toEqual([before])
  handle = ({ signal }) =>
    new Promise((resolve, reject) => {
      if (runs.length > 2) resolve()
      signal.addEventListener('abort', () => reject(new Error('stopped')))
    })
  const [putBack = ''] = await add(1)
  await expect.poll(() => runs.length, patience).toBe(2)
  const first = runs[1]?.runtime ?? 0
  await runtimes[first]?.close({ deadlineMs: 0 })
  await expect.poll(() => done, patience).toEqual([before, putBack])
  expect(runs[2]).toEqual({ runtime: 1 - first, jobId: putBack })
})

test('the alerts are read while something is pruned, and before what waits to be', async () => {
  startRuntime()
  const id = newId()
  const job = { version: 1, payload: {}, attempts: 0 }
  await stack.queues.add([{ ...job, id: newId(), name: 'prune-jobs' }])
  await expect.poll(() => runtimes[0]?.activity('maintenance').running, patience).toBe(1)
  await stack.queues.add([
    { ...job, id: newId(), name: 'prune-jobs' },
    { ...job, id, name: 'evaluate-alerts' },
  ])
  await expect.poll(() => done, patience).toEqual([id])
})
