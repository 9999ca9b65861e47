import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { Revocation } from '../../redis/sessions/revocation.ts'
import { createSessionWatch } from './session-watch.ts'
import { createTimerWheel } from './timer-wheel.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const session = (id: string): Session => ({
  id,
  userId: 'someone',
  role: 'visitor',
  createdAtMs: Date.now(),
  endsAtMs: Date.now() + 3_600_000,
  idleEndsAtMs: Date.now() + 3_600_000,
})

/** A watch whose channel and answers the test holds in its hands. */
function openWatch() {
  let hear = (_text: string): void => undefined
  let asked = 0
  const watch = createSessionWatch({
    sessions: {
      create: () => Promise.reject(new Error('unused')),
      get: () => Promise.resolve(null),
      refresh: async () => {
        asked += 1
        return { endsAtMs: Date.now() + 3_600_000, idleEndsAtMs: 0 }
      },
      rotate: () => Promise.resolve(null),
      shorten: () => Promise.resolve(null),
      destroy: () => Promise.resolve(false),
      destroyById: () => Promise.resolve(false),
      listByUser: () => Promise.resolve([]),
      destroyAllOfUser: () => Promise.resolve(0),
      revocationsChannel: () => 'revocations',
    },
    pubsub: {
      publish: () => Promise.resolve(true),
      subscribe: async (_channel, listener) => {
        hear = listener
        return () => Promise.resolve()
      },
      onReconnect: () => () => undefined,
    },
    parseRevocation: (text) => JSON.parse(text),
    wheel: createTimerWheel(),
    log: pino({ level: 'silent' }),
    recheckMs: 60_000,
  })
  const revoke = (revocation: Pick<Revocation, 'reason' | 'sessionIds'>) => hear(JSON.stringify(revocation))
  const ends: string[] = []
  const holder = (name: string) => ({ sessionEnded: (end: string) => void ends.push(`${name} ${end}`) })
  return { watch, revoke, ends, holder, asked: () => asked }
}

describe('a watched session', () => {
  it('is refused to whoever read it just before it was revoked', () => {
    const { watch, revoke, ends, holder } = openWatch()
    revoke({ reason: 'signed_out', sessionIds: ['a'] })
    revoke({ reason: 'rotated', sessionIds: ['b'] })
    expect(watch.join({ session: session('a'), token: '' }, holder('one'))).toBe('ended')
    expect(watch.join({ session: session('b'), token: '' }, holder('two'))).toBe('rotated')
    expect(watch.join({ session: session('c'), token: '' }, holder('three'))).toBeUndefined()
    expect(ends).toEqual([])
    expect(watch.size).toBe(1)
  })

  it('is told once to each of its holders that are still there', () => {
    const { watch, revoke, ends, holder } = openWatch()
    const [one, two, gone] = [holder('one'), holder('two'), holder('gone')]
    for (const each of [one, gone, two]) watch.join({ session: session('a'), token: '' }, each)
    watch.leave('a', gone)
    revoke({ reason: 'all_signed_out', sessionIds: ['x', 'a'] })
    revoke({ reason: 'all_signed_out', sessionIds: ['a'] })
    expect(ends).toEqual(['one ended', 'two ended'])
    expect(watch.counts).toEqual({ announced: 1, found: 0 })
  })

  it('is asked for once a minute however many hold it, and not any more when nobody does', async () => {
    const { watch, holder, asked } = openWatch()
    const holders = Array.from({ length: 10 }, (_, index) => holder(String(index)))
    for (const each of holders) watch.join({ session: session('a'), token: '' }, each)
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(asked()).toBeGreaterThanOrEqual(9)
    expect(asked()).toBeLessThanOrEqual(11)
    for (const each of holders) watch.leave('a', each)
    const before = asked()
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(asked()).toBe(before)
    expect(watch.size).toBe(0)
  })
})
