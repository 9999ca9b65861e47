import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sessionRecheckMs } from '../../contracts/sockets.ts'
import type { Session, SessionStore } from '../../redis/sessions/create-session-store.ts'
import { createSessionWatch } from './session-watch.ts'
import { createTimerWheel } from './timer-wheel.ts'

/** A holder is told at most so long after the re-check found out: the wheel's turn. */
const tickMs = 250
const hourMs = 3_600_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A gateway's watch whose channel is silent; what Redis knows of the sessions is the test's to say. */
function openWatch(refresh: SessionStore['refresh']) {
  const unused = () => Promise.reject(new Error('unused'))
  return createSessionWatch({
    sessions: {
      create: unused,
      get: unused,
      refresh,
      rotate: unused,
      shorten: unused,
      destroy: unused,
      destroyById: unused,
      listByUser: unused,
      destroyAllOfUser: unused,
      revocationsChannel: () => 'revocations',
    },
    pubsub: {
      publish: () => Promise.resolve(true),
      subscribe: () => Promise.resolve(() => Promise.resolve()),
      onReconnect: () => () => undefined,
    },
    parseRevocation: () => undefined,
    wheel: createTimerWheel(),
    log: pino({ level: 'silent' }),
    recheckMs: sessionRecheckMs,
  })
}

const sessionOf = (id: string, endsInMs = hourMs): Session => ({
  id,
  userId: `user of ${id}`,
  role: 'attendant',
  createdAtMs: Date.now(),
  endsAtMs: Date.now() + endsInMs,
  idleEndsAtMs: Date.now() + endsInMs,
})

const alive = () => Promise.resolve({ endsAtMs: Date.now() + hourMs, idleEndsAtMs: Date.now() + hourMs })

describe('a session whose revocation no gateway heard of', () => {
  it('is found within 60 seconds, each of many, and the others stay', async () => {
    const ended = new Set<string>()
    const watch = openWatch((token) => (ended.has(token) ? Promise.resolve(null) : alive()))
    const told: string[] = []
    const names = Array.from({ length: 200 }, (_, number) => `session-${number}`)
    for (const id of names)
      watch.join({ session: sessionOf(id), token: id }, { sessionEnded: () => void told.push(id) })
    // Anywhere in their rounds, not right after a check.
    await vi.advanceTimersByTimeAsync(1_000_037)
    for (const id of names.slice(0, 100)) ended.add(id)
    await vi.advanceTimersByTimeAsync(60_000 + tickMs)
    expect(told.toSorted()).toEqual(names.slice(0, 100).toSorted())
    expect(watch.size).toBe(100)
    expect(watch.counts).toEqual({ announced: 0, found: 100 })
  })

  it('is found within 60 seconds of the moment at which Redis can be asked again', async () => {
    let isRedisAway = true
    const watch = openWatch(() => (isRedisAway ? Promise.reject(new Error('away')) : Promise.resolve(null)))
    const told: string[] = []
    watch.join({ session: sessionOf('a'), token: 'a' }, { sessionEnded: (how) => void told.push(how) })
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(told).toEqual([])
    isRedisAway = false
    await vi.advanceTimersByTimeAsync(60_000 + tickMs)
    expect(told).toEqual(['ended'])
  })

  it('does not outlive its absolute end, though Redis can not be asked', async () => {
    const watch = openWatch(() => Promise.reject(new Error('away')))
    const told: string[] = []
    watch.join({ session: sessionOf('a', 5 * 60_000), token: 'a' }, { sessionEnded: (how) => void told.push(how) })
    await vi.advanceTimersByTimeAsync(5 * 60_000 - 1)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(told).toEqual(['ended'])
  })
})
