import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFeedSubscription } from './feed-subscription.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createSubscription() {
  const attempts: PromiseWithResolvers<void>[] = []
  const calls = { ended: 0, late: 0 }
  const subscription = createFeedSubscription({
    async subscribe() {
      const attempt = Promise.withResolvers<void>()
      attempts.push(attempt)
      await attempt.promise
      return () => {
        calls.ended += 1
        return Promise.resolve()
      }
    },
    patienceMs: 100,
    onLate: () => {
      calls.late += 1
    },
  })
  return { subscription, attempts, calls }
}

const turn = () => vi.advanceTimersByTimeAsync(0)

it('settles when Redis confirms', async () => {
  const { subscription, attempts, calls } = createSubscription()
  const settled = subscription.settle()
  attempts[0]?.resolve()
  await settled
  expect([calls.late, vi.getTimerCount()]).toEqual([0, 0])
})

it('settles without Redis, at once where it refuses and after a while where it says nothing', async () => {
  const refused = createSubscription()
  const settled = refused.subscription.settle()
  refused.attempts[0]?.reject(new Error('down'))
  await settled
  const silent = createSubscription()
  const waiting = silent.subscription.settle()
  await vi.advanceTimersByTimeAsync(100)
  await waiting
})

it('tells of a confirmation that came too late, whether it was asked for again or not', async () => {
  const { subscription, attempts, calls } = createSubscription()
  const settled = subscription.settle()
  attempts[0]?.reject(new Error('down'))
  await settled
  subscription.retry()
  subscription.retry()
  attempts[1]?.resolve()
  await turn()
  subscription.retry()
  expect([attempts.length, calls.late]).toEqual([2, 1])
})

it('is ended when it is closed, also where it was confirmed only afterwards', async () => {
  const { subscription, attempts, calls } = createSubscription()
  subscription.retry()
  await subscription.close()
  attempts[0]?.resolve()
  await turn()
  subscription.retry()
  expect([attempts.length, calls.ended, calls.late]).toEqual([1, 1, 0])
})
