import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RelayedJob } from '#db/queries/outbox.ts'
import { newId } from '#server/contracts/ids.ts'
import { type JobName, jobs } from '#server/contracts/jobs.ts'
import { createQueues, type Queues } from '#server/jobs/queues.ts'
import { createKeys } from '#server/redis/keys.ts'
import { testPrefix } from '#tests/support/servers.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

/** One job of each kind, once new and once with attempts behind it; nobody looks at their payloads here. */
const isJobName = (name: string): name is JobName => Object.hasOwn(jobs, name)
const everyJob = (): RelayedJob[] =>
  Object.keys(jobs)
    .filter(isJobName)
    .flatMap((name) =>
      [0, 2].map((attempts) => ({ id: newId(), name, version: 1, payload: { text: 'é"\\' }, attempts })),
    )

let stack: TestStack
let queues: { readonly ours: Queues; readonly bullmq: Queues }

beforeAll(async () => {
  stack = await createTestStack()
  const { redis } = stack.services
  const open = (bulk: object) =>
    createQueues({ connection: redis.state, keys: createKeys(testPrefix()), onError: () => undefined, ...bulk })
  queues = { ours: open({ store: redis.stateStore }), bullmq: open({}) }
})
afterAll(async () => {
  await queues.ours.close()
  await queues.bullmq.close()
  await stack[Symbol.asyncDispose]()
})

/** Everything but the stream of events and the counters, which nothing reads; options by their meaning. */
async function contents({ byName, redis }: Queues) {
  const found: Record<string, unknown> = {}
  for (const [name, queue] of Object.entries(byName)) {
    found[`${name} wait`] = await redis.lrange(queue.toKey('wait'), 0, -1)
    found[`${name} prioritized`] = await redis.call('ZRANGE', [queue.toKey('prioritized'), '0', '-1', 'WITHSCORES'])
    found[`${name} marker`] = await redis.call('ZRANGE', [queue.toKey('marker'), '0', '-1', 'WITHSCORES'])
    for (const job of await queue.getJobs(['wait', 'prioritized'])) {
      const { opts = '', timestamp, ...fields } = await redis.hgetall(queue.toKey(job.id ?? ''))
      found[`${name} ${job.id}`] = { ...fields, opts: JSON.parse(opts), isStamped: Number(timestamp) > 1.7e12 }
    }
  }
  return found
}

test('a batch is stored as BullMQ stores it, job by job', async () => {
  const batch = everyJob()
  await queues.ours.add(batch)
  await queues.bullmq.add(batch)
  const ours = await contents(queues.ours)
  expect(Object.keys(ours).filter((key) => batch.some(({ id }) => key.endsWith(id)))).toHaveLength(batch.length)
  expect(ours).toEqual(await contents(queues.bullmq))
})

test('a known id is left as it is', async () => {
  const [job] = everyJob()
  if (!job) throw new Error('there are jobs')
  await queues.ours.add([job])
  await queues.ours.add([{ ...job, payload: 'another' }, job])
  const found = await queues.ours.byName[jobs[job.name].queue].getJobs(['wait', 'prioritized'])
  expect(found.filter(({ id }) => id === job.id).map(({ data }) => data.payload)).toEqual([job.payload])
})

test('three thousand at once go in, in their order', async () => {
  const name = 'notify-new-message'
  const batch = Array.from(
    { length: 3_000 },
    () => ({ id: newId(), name, version: 1, payload: {}, attempts: 0 }) as const,
  )
  const queue = queues.ours.byName[jobs[name].queue]
  await queue.drain()
  await queues.ours.add(batch)
  const waiting = await queues.ours.redis.lrange(queue.toKey('wait'), 0, -1)
  expect(waiting.reverse()).toEqual(batch.map(({ id }) => id))
})

test('a paused queue takes jobs and wakes nobody', async () => {
  const [job] = everyJob()
  if (!job) throw new Error('there are jobs')
  const queue = queues.ours.byName[jobs[job.name].queue]
  await queue.pause()
  await queues.ours.redis.del(queue.toKey('marker'))
  await queues.ours.add([job])
  expect(await queues.ours.redis.exists(queue.toKey('marker'))).toBe(0)
  await queue.resume()
  expect(await queues.ours.redis.exists(queue.toKey('marker'))).toBe(1)
})
