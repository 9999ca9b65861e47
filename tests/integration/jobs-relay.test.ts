import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimOutbox, markOutboxRelayed, outboxLag, releaseOutbox } from '#db/queries/outbox.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import { createRelay, type Outbox, type Relay } from '#server/jobs/relay.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
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
  const { db } = stack.services
  const claims: (readonly OutboxJob[])[] = []
  const outbox: Outbox = {
    claim: async (options) => {
      const jobs = await claimOutbox(db, options)
      claims.push(jobs)
      return jobs
    },
    markRelayed: async (ids) => void (await markOutboxRelayed(db, ids)),
    release: async (ids) => void (await releaseOutbox(db, ids)),
    ...faults,
  }
  return { outbox, claims, claimedIds: () => claims.flat().map(({ id }) => id) }
}

function startRelay(outbox: Outbox, options: Partial<Parameters<typeof createRelay>[0]> = {}): Relay {
  const { log, pubsub, keys } = stack.services
  const channel = keys.outboxChannel()
  const relay = createRelay({ outbox, queues: stack.queues, pubsub, channel, log, leaseMs: 300, ...options })
  relays.push(relay)
  relay.start()
  return relay
}

/** A visitor without an address: one notification, one e-mail to the firm. */
const rowsPerStart = 2

const countJobs = () =>
  stack.queues.byName.emails.getJobCountByTypes('wait', 'active', 'delayed', 'completed', 'failed')
const waitingRows = async () => (await outboxLag(stack.services.db)).waiting

test('a relay that dies between adding and marking doubles nothing: the row is added again under its known id', async () => {
  const { conversation } = await startAsVisitor(stack)
  const crashing = observedOutbox({ markRelayed: () => Promise.reject(new Error('killed here')) })
  const first = startRelay(crashing.outbox, { pollMs: 50 })
  await expect.poll(countJobs, patience).toBe(1)
  await first.close()
  expect(await waitingRows()).toBe(rowsPerStart)

  const { outbox, claimedIds } = observedOutbox()
  startRelay(outbox, { pollMs: 50 })
  await expect.poll(waitingRows, patience).toBe(0)
  expect(new Set(claimedIds())).toEqual(new Set(crashing.claimedIds()))
  expect(await countJobs()).toBe(1)
  const [job] = await stack.queues.byName.emails.getWaiting()
  expect(job?.data).toEqual({ version: 1, payload: { conversationId: conversation.id } })
})

test('two relays share the rows and double none', async () => {
  const [left, right] = [observedOutbox(), observedOutbox()]
  startRelay(left.outbox, { leaseMs: 10_000, batchSize: 3 })
  startRelay(right.outbox, { leaseMs: 10_000, batchSize: 3 })
  await Promise.all(Array.from({ length: 20 }, () => startAsVisitor(stack, newConversation())))
  await expect.poll(waitingRows, patience).toBe(0)
  const ids = [...left.claimedIds(), ...right.claimedIds()]
  expect(ids).toHaveLength(20 * rowsPerStart)
  expect(new Set(ids).size).toBe(20 * rowsPerStart)
  expect(await countJobs()).toBe(20)
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
  await startAsVisitor(stack)
  await expect.poll(countJobs, patience).toBe(1)
})

test('the poll finds what a lost wake-up did not announce', async () => {
  const deaf = { subscribe: async () => async () => undefined }
  const { outbox } = observedOutbox()
  startRelay(outbox, { pollMs: 100, pubsub: deaf })
  await startAsVisitor(stack)
  await expect.poll(countJobs, patience).toBe(1)
})

test('while the queue cannot take jobs the rows stay, and go as soon as it can', async () => {
  let isDown = true
  let refusals = 0
  const failing = {
    add: async (jobs: readonly OutboxJob[]) => {
      if (!isDown) return stack.queues.add(jobs)
      refusals += 1
      throw new Error('Redis is down')
    },
  }
  const { outbox } = observedOutbox()
  const relay = startRelay(outbox, { pollMs: 50, queues: failing, leaseMs: hourMs })
  await startAsVisitor(stack)
  await expect.poll(() => refusals, patience).toBeGreaterThanOrEqual(2)
  expect(await waitingRows()).toBe(rowsPerStart)
  expect(relay.isAlive()).toBe(true)
  isDown = false
  await expect.poll(countJobs, patience).toBe(1)
  await expect.poll(waitingRows, patience).toBe(0)
})

test('an idle relay is alive, and a closed one is not', async () => {
  const { outbox, claims } = observedOutbox()
  const relay = startRelay(outbox, { pollMs: 50 })
  await expect.poll(() => claims.length, patience).toBeGreaterThanOrEqual(2)
  expect(relay.isAlive()).toBe(true)
  await relay.close()
  expect(relay.isAlive()).toBe(false)
})
