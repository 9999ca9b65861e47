import { expect, test } from 'vitest'
import type { QueueName } from '#server/contracts/jobs.ts'
import type { QueueCounts } from './count-queues.ts'
import { queueNames } from './queue-names.ts'
import { createStuckQueues } from './stuck-queues.ts'

const stuckAfterMs = 60_000

function createWorld() {
  const state = { now: 1_000_000, waiting: 0, active: 0, running: 0, lastStartedAtMs: 0, asked: 0 }
  const none = { waiting: 0, active: 0, delayed: 0, failed: 0 }
  const stuck = createStuckQueues({
    stuckAfterMs,
    clock: () => state.now,
    activity: (name: QueueName) =>
      name === 'emails'
        ? { running: state.running, lastStartedAtMs: state.lastStartedAtMs }
        : { running: 0, lastStartedAtMs: 0 },
    count: async (): Promise<QueueCounts> => {
      state.asked += 1
      const [emails, others] = [{ ...none, waiting: state.waiting, active: state.active }, none]
      const rest = {
        whatsapp: others,
        webhooks: others,
        deliveries: others,
        notifications: others,
        maintenance: others,
      }
      return { emails, ...rest }
    },
  })
  return { state, stuck }
}

test('a queue whose jobs nobody starts is stuck after its time, and not before', async () => {
  const { state, stuck } = createWorld()
  state.waiting = 3
  expect(await stuck()).toEqual([])
  state.now += stuckAfterMs - 1
  expect(await stuck()).toEqual([])
  state.now += 1
  expect(await stuck()).toEqual(['emails'])
  state.lastStartedAtMs = state.now
  expect(await stuck()).toEqual([])
})

test.each([
  ['an empty queue', { waiting: 0 }],
  ['a queue of which another worker runs a job', { waiting: 9, active: 1 }],
  ['a queue of which this worker runs one job for long', { waiting: 9, running: 1 }],
])('%s is not stuck', async (_, given) => {
  const { state, stuck } = createWorld()
  Object.assign(state, given)
  await stuck()
  state.now += 10 * stuckAfterMs
  expect(await stuck()).toEqual([])
})

test('a pause of the waiting begins the count anew', async () => {
  const { state, stuck } = createWorld()
  state.waiting = 1
  await stuck()
  state.waiting = 0
  state.now += stuckAfterMs
  await stuck()
  state.waiting = 1
  expect(await stuck()).toEqual([])
  expect(queueNames).toContain('emails')
})
