import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { untilOnline } from './until-online.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function observe(promise: Promise<void>) {
  const done = vi.fn()
  void promise.then(done)
  return done
}

it('waits for nothing while there is a network', async () => {
  await expect(untilOnline(new EventTarget(), { onLine: true })).resolves.toBeUndefined()
})

it('waits until the browser says that the network is back', async () => {
  const target = new EventTarget()
  const done = observe(untilOnline(target, { onLine: false }))
  await vi.advanceTimersByTimeAsync(9_000)
  expect(done).not.toHaveBeenCalled()
  target.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect([done.mock.calls.length, vi.getTimerCount()]).toEqual([1, 0])
})

it('does not believe "offline" for ever', async () => {
  const done = observe(untilOnline(new EventTarget(), { onLine: false }))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(done).toHaveBeenCalledTimes(1)
})
