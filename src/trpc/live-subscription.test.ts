import { TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepSubscribed, type LiveObserver } from './live-subscription.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refused = (code: string, details = {}) =>
  new TRPCClientError(code, { result: { error: { code: -32_000, message: code, data: { code, details } } } })

/** As tRPC does it: whoever unsubscribes hears that the subscription is complete. */
function start() {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const observers: LiveObserver<number>[] = []
  const log: (string | number)[] = []
  let open = 0
  const stop = keepSubscribed<number>({
    subscribe: (observer) => {
      observers.push(observer)
      open += 1
      let isOpen = true
      return {
        unsubscribe: () => {
          if (!isOpen) return
          isOpen = false
          open -= 1
          observer.onComplete()
        },
      }
    },
    onData: (value) => log.push(value),
    onStatus: ({ state }) => log.push(state),
  })
  const current = () => {
    const observer = observers.at(-1)
    if (!observer) throw new Error('nobody subscribed')
    return observer
  }
  return { stop, log, current, attempts: () => observers.length, open: () => open }
}

describe('a subscription', () => {
  it('is live once it started, and delivers', () => {
    const { log, current } = start()
    current().onConnectionStateChange({ state: 'connecting' })
    current().onStarted()
    current().onData(7)
    expect(log).toEqual(['connecting', 'live', 7])
  })

  it('leaves a lost socket to tRPC, and says so', () => {
    const { log, current, attempts } = start()
    current().onStarted()
    current().onConnectionStateChange({ state: 'connecting' })
    current().onStarted()
    vi.advanceTimersByTime(60_000)
    expect([log, attempts()]).toEqual([['live', 'reconnecting', 'live'], 1])
  })

  it('is asked for again when the server ended it, later each time', () => {
    const { log, current, attempts } = start()
    current().onStarted()
    current().onComplete()
    vi.advanceTimersByTime(500)
    current().onComplete()
    vi.advanceTimersByTime(999)
    expect(attempts()).toBe(2)
    vi.advanceTimersByTime(1)
    current().onStarted()
    expect([log, attempts()]).toEqual([['live', 'reconnecting', 'reconnecting', 'live'], 3])
  })

  it('waits at least as long as it was told to', () => {
    const { current, attempts } = start()
    current().onError(refused('TOO_MANY_REQUESTS', { limit: { retryAfterMs: 9_000 } }))
    vi.advanceTimersByTime(9_000)
    expect(attempts()).toBe(1)
    vi.advanceTimersByTime(500)
    expect(attempts()).toBe(2)
  })

  it('stops where repeating does not help', () => {
    const { log, current, attempts } = start()
    current().onError(refused('UNAUTHORIZED'))
    vi.advanceTimersByTime(60_000)
    expect([log, attempts()]).toEqual([['stopped'], 1])
  })

  it('is over when it is taken back: nothing is said, nothing asked for again', () => {
    const { stop, log, current, attempts, open } = start()
    current().onStarted()
    stop()
    current().onData(1)
    vi.advanceTimersByTime(60_000)
    expect([log, attempts(), open()]).toEqual([['live'], 1, 0])
  })

  it('never has two attempts open', () => {
    const { current, open } = start()
    current().onError(refused('SERVICE_UNAVAILABLE'))
    vi.advanceTimersByTime(1_000)
    expect(open()).toBe(1)
  })
})
