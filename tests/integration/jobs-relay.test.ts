import { afterEach, beforeEach, expect, test } from 'vitest'
import { enqueueJobs, outboxLag, type RelayedJob } from '#db/queries/outbox.ts'
import { newId } from '#server/contracts/ids.ts'
import { type Outbox, outboxOf } from '#server/jobs/outbox.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { createRelay, type Relay } from '#server/jobs/relay.ts'
import { wakeRelay } from '#server/jobs/wake-relay.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let stack: JobStack
let relays: Relay[]

beforeEach(async () => {
  stack = await createJobStack()
  relays = []
})
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.close()))
  await stack[Symbol.asyncDispose]()
})

const hourMs = 3_600_000

/** The real outbox, observed and, where a test says so, broken. */
function observedOutbox(faults: Partial<Outbox> = {}) {
  const real = outboxOf(stack.services.db)
  const claims: (readonly RelayedJob[])[] = []
  const outbox: Outbox = {
    claim: async (options) => {
      const claim = await real.claim(options)
      claims.push(claim.jobs)
      return claim
    },
    unclaim: real.unclaim,
    ...faults,
  }
  return { outbox, claims, claimedIds: () => claims.flat().map(({ id }) => id) }
}

function startRelay(outbox: Outbox, options: Partial<Parameters<typeof createRelay>[0]> = {}): Relay {
  const { log, pubsub, keys } = stack.services
  const channel = keys.outboxChannel()
  const relay = createRelay({ outbox, queues: stack.queues, pubsub, channel, log, ...options })
  relays.push(relay)
  relay.start()
  return relay
}

async function enqueue(count: number, options: { runAt?: Date } = {}) {
  const jobs = Array.from({ length: count }, () =>
    outboxJob('email-firm-new-conversation', { conversationId: newId() }, options),
  )
  await enqueueJobs(stack.services.db, jobs)
  return jobs
}

const countJobs = () => stack.queues.byName.emails.getJobCountByTypes('wait', 'prioritized')
const waitingRows = async () => (await outboxLag(stack.services.db)).waiting

test('a row becomes a job under its own id, with the data its contract needs', async () => {
  const [job] = await enqueue(1)
  startRelay(observedOutbox().outbox)
  await expect.poll(countJobs, patience).toBe(1)
  const [queued] = await stack.queues.byName.emails.getJobs(['wait', 'prioritized'])
  expect(queued).toMatchObject({ id: job?.id, name: job?.name, data: { version: 1, payload: job?.payload } })
})

test('two relays share the rows and double none', async () => {
  const [left, right] = [observedOutbox(), observedOutbox()]
  startRelay(left.outbox, { batchSize: 3 })
  startRelay(right.outbox, { batchSize: 3 })
  await Promise.all(Array.from({ length: 10 }, () => enqueue(4)))
  await expect.poll(countJobs, patience).toBe(40)
  const ids = [...left.claimedIds(), ...right.claimedIds()]
  expect(ids).toHaveLength(40)
  expect(new Set(ids).size).toBe(40)
})

test('a wake-up hurries a relay that would poll in an hour', async () => {
  let isListening = false
  const { pubsub } = stack.services
  const listening = {
    subscribe: async (channel: string, listener: (text: string) => void) => {
      const stop = await pubsub.subscribe(channel, listener)
      isListening = true
      return stop
    },
  }
  const { outbox, claims } = observedOutbox()
  startRelay(outbox, { pollMs: hourMs, pubsub: listening })
  await expect.poll(() => isListening && claims.length, patience).toBe(1)
  await enqueue(1)
  await wakeRelay(stack.services)
  await expect.poll(countJobs, patience).toBe(1)
})

const deaf = { subscribe: async () => async () => undefined }

test('the poll finds what a lost wake-up did not announce', async () => {
  startRelay(observedOutbox().outbox, { pollMs: 100, pubsub: deaf })
  await enqueue(1)
  await expect.poll(countJobs, patience).toBe(1)
})

test('a job for later goes when its time has come, not before, and no poll is needed for it', async () => {
  const runAt = new Date(Date.now() + 1_500)
  await enqueue(1, { runAt })
  startRelay(observedOutbox().outbox, { pollMs: hourMs, pubsub: deaf })
  await expect.poll(countJobs, patience).toBe(1)
  const [queued] = await stack.queues.byName.emails.getJobs(['wait', 'prioritized'])
  expect(queued?.timestamp).toBeGreaterThanOrEqual(runAt.getTime() - 50)
})

test('while the queue cannot take jobs the rows stay, and go as soon as it can', async () => {
  let isDown = true
  let refusals = 0
  const failing = {
    add: async (jobs: readonly RelayedJob[]) => {
      if (!isDown) return stack.queues.add(jobs)
      refusals += 1
      throw new Error('Redis is down')
    },
  }
  const relay = startRelay(observedOutbox().outbox, { pollMs: 50, queues: failing, batchSize: 1 })
  await enqueue(3)
  await expect.poll(() => refusals, patience).toBeGreaterThanOrEqual(2)
  await expect.poll(waitingRows, patience).toBe(3)
  expect(relay.isAlive()).toBe(true)
  isDown = false
  await expect.poll(countJobs, patience).toBe(3)
  expect(await waitingRows()).toBe(0)
})

test('an idle relay is alive, and a closed one is not', async () => {
  const { outbox, claims } = observedOutbox()
  const relay = startRelay(outbox, { pollMs: 50 })
  await expect.poll(() => claims.length, patience).toBeGreaterThanOrEqual(2)
  expect(relay.isAlive()).toBe(true)
  await relay.close()
  expect(relay.isAlive()).toBe(false)
})
