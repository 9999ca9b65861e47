import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findDeadLetter } from '#db/queries/dead-letters.ts'
import { traceJobs } from '#db/queries/job-trace.ts'
import { enqueueJobs, noteJobs } from '#db/queries/outbox.ts'
import { newId } from '#server/contracts/ids.ts'
import type { JobName } from '#server/contracts/jobs.ts'
import { createJobLedger } from '#server/jobs/job-ledger.ts'
import { outboxOf } from '#server/jobs/outbox.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { queueNames } from '#server/jobs/queue-names.ts'
import { createReconciler, type Reconciler } from '#server/jobs/reconciler.ts'
import { unfinishedJobsOf } from '#server/jobs/unfinished-jobs.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let stack: JobStack
let reconciler: Reconciler
let turns: number
let recovered: Set<string>

beforeEach(async () => {
  stack = await createJobStack()
  turns = 0
  recovered = new Set()
  reconciler = openReconciler({ everyMs: 50 })
})
afterEach(async () => {
  await reconciler.close()
  await stack[Symbol.asyncDispose]()
})

function openReconciler({ everyMs }: { readonly everyMs: number }): Reconciler {
  const unfinished = unfinishedJobsOf(stack.services.db)
  return createReconciler({
    unfinished: {
      ...unfinished,
      parkUnknown: async (olderMs) => {
        turns += 1
        return unfinished.parkUnknown(olderMs)
      },
    },
    queues: stack.queues,
    ledger: createJobLedger(stack.services.db),
    recoverStalled: async (queue) => void recovered.add(queue),
    log: stack.services.log,
    ...{ everyMs, olderMs: 0, pageSize: 2 },
  })
}

const { emails, notifications } = { emails: 'emails', notifications: 'notifications' } as const

/** As a relay leaves them that died before they were in the queue. */
async function claimed(
  count: number,
  name: JobName & ('email-firm-new-conversation' | 'notify-new-message') = 'email-firm-new-conversation',
) {
  const jobs = Array.from({ length: count }, () =>
    name === 'notify-new-message'
      ? outboxJob(name, { conversationId: newId(), eventId: newId() })
      : outboxJob(name, { conversationId: newId() }),
  )
  await enqueueJobs(stack.services.db, jobs)
  await outboxOf(stack.services.db).claim({ limit: count })
  return jobs.map((job) => ({ ...job, attempts: 0 }))
}

const waitingIds = async () => (await stack.queues.byName[emails].getJobs(['wait', 'prioritized'])).map(({ id }) => id)
const traced = async (id: string) => (await traceJobs(stack.services.db, { ids: [id] }))[0]
const moreTurns = async (count: number) => {
  const before = turns
  await expect.poll(() => turns, patience).toBeGreaterThanOrEqual(before + count)
}

test('jobs that the queue does not know are added again, page after page', async () => {
  const jobs = await claimed(7)
  reconciler.start()
  await expect.poll(async () => new Set(await waitingIds()), patience).toEqual(new Set(jobs.map(({ id }) => id)))
})

test('what the queue knows is left alone; the consumers of its queue are looked after', async () => {
  const jobs = await claimed(1)
  await stack.queues.add(jobs)
  reconciler.start()
  await moreTurns(2)
  expect(await waitingIds()).toHaveLength(1)
  expect([...recovered]).toEqual([emails])
})

test('behind a long backlog every queue is looked after, in the first turn', async () => {
  await stack.queues.add(await claimed(3))
  reconciler = openReconciler({ everyMs: 3_600_000 })
  reconciler.start()
  await expect.poll(() => [...recovered].toSorted(), patience).toEqual(queueNames.toSorted())
  expect(turns).toBe(1)
})

test('a relayed job that this release does not know and nobody hears of is left to a relay that knows it', async () => {
  const id = newId()
  const { sql } = stack.services.db
  await sql?.unsafe(`
    insert into public.outbox (id, name, version, payload, run_at, relayed_at)
    values ('${id}', 'of-tomorrow', 1, '{}', now() - interval '2 hours', now() - interval '2 hours')`)
  reconciler.start()
  await expect.poll(async () => (await traced(id))?.relayedAt, patience).toBeNull()
  expect(await traced(id)).toMatchObject({ outcome: null })
})

test('a wipe of Redis brings every unfinished job back, and no other', async () => {
  const jobs = await claimed(5)
  await stack.queues.add(jobs)
  const [done] = jobs
  await createJobLedger(stack.services.db).done({ id: done?.id ?? '', attempts: 1 })
  const keys = await stack.services.redis.state.keys(`${stack.services.keys.queuePrefix()}*`)
  await stack.services.redis.state.del(...keys)
  reconciler.start()
  reconciler.ring()
  await expect.poll(async () => (await waitingIds()).length, patience).toBe(4)
  expect(await waitingIds()).not.toContain(done?.id)
})

test('a job whose attempt may still run is not added beside it', async () => {
  const [job] = await claimed(1)
  await noteJobs(stack.services.db, { started: [job?.id ?? ''] })
  reconciler.start()
  await moreTurns(2)
  expect(await waitingIds()).toEqual([])
})

/** Ends the job in the queue as a worker does, one that could not tell Postgres. */
async function endInQueue(
  end: 'completed' | 'failed',
  jobId: string,
  { queue = emails, reason = 'refused' }: { queue?: 'emails' | 'notifications'; reason?: string } = {},
) {
  const client = stack.services.redis.state
  const key = stack.queues.byName[queue].toKey(jobId)
  const fields = end === 'completed' ? { returnvalue: 'null', failedReason: 'earlier' } : { failedReason: reason }
  await client.hset(key, { finishedOn: '1', atm: '3', ...fields })
}

test('what was completed in the queue is done', async () => {
  const jobs = await claimed(1)
  await stack.queues.add(jobs)
  const id = jobs[0]?.id ?? ''
  await endInQueue('completed', id)
  reconciler.start()
  await expect.poll(() => traced(id), patience).toMatchObject({ outcome: 'done', attempts: 3 })
})

test('what failed in the queue is a dead letter', async () => {
  const jobs = await claimed(1)
  await stack.queues.add(jobs)
  const id = jobs[0]?.id ?? ''
  await endInQueue('failed', id)
  reconciler.start()
  await expect
    .poll(() => findDeadLetter(stack.services.db, id), patience)
    .toMatchObject({
      ...{ queue: 'emails', reason: 'failed', error: 'refused', history: [{ attempt: 3, error: 'refused' }] },
    })
  expect(await traced(id)).toMatchObject({ outcome: 'dead' })
})

test.each([
  ['parked', 'parked: version 2 of "email-firm-new-conversation" is not known'],
  ['bad_payload', 'bad payload: payload.conversationId: Invalid UUID'],
] as const)('one that failed there as %s is so in its letter', async (reason, failedReason) => {
  const jobs = await claimed(1)
  await stack.queues.add(jobs)
  const id = jobs[0]?.id ?? ''
  await endInQueue('failed', id, { reason: failedReason })
  reconciler.start()
  const read = async () => (await findDeadLetter(stack.services.db, id))?.reason
  await expect.poll(read, patience).toBe(reason)
})

test('a job that its contract drops ends without a letter', async () => {
  const jobs = await claimed(1, 'notify-new-message')
  await stack.queues.add(jobs)
  const id = jobs[0]?.id ?? ''
  await endInQueue('failed', id, { queue: notifications })
  reconciler.start()
  await expect.poll(() => traced(id), patience).toMatchObject({ outcome: 'dead', deadLetter: null })
})

test('with nothing unfinished it asks Redis nothing', async () => {
  const asked: string[] = []
  const monitor = await new Redis(stack.env.REDIS_URL ?? '').monitor()
  monitor.on('monitor', (_time: string, args: string[]) => asked.push(args.join(' ')))
  reconciler.start()
  await moreTurns(3)
  monitor.disconnect()
  expect(asked.filter((line) => line.includes(stack.services.keys.queuePrefix()))).toEqual([])
})
