import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHubWorld } from '#tests/support/hub-world.ts'
import { hubBounds } from './hub-bounds.ts'
import { forgetJson } from './hub-message.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets everything happen that waits for nothing but its turn. */
const settle = () => vi.advanceTimersByTimeAsync(1)
const repair = () => vi.advanceTimersByTimeAsync(hubBounds.repairMs + hubBounds.parkMs + 1)

describe('a cursor that cannot be replayed', () => {
  it('leads to a resync at the head, from where it goes on', async () => {
    const { hub, postgres, attach, send } = createHubWorld({ mostReplayedEvents: 50 })
    postgres.commit('a', 100)
    const cursors = { tooFar: 'e1.a1.10', epoch: 'e1.zz.90', future: 'e1.a1.101', garbage: 'e1.a1.x' }
    const seen = Object.values(cursors).map((cursor) => attach('a', cursor))
    await settle()
    send('a')
    expect(seen.map(({ got }) => got)).toEqual([
      ['resync gap at 100', 101],
      ['resync epoch at 100', 101],
      ['resync future at 100', 101],
      ['resync unreadable at 100', 101],
    ])
    expect(seen[0]?.ids).toEqual(['e1.a1.100', 'e1.a1.101'])
    expect(hub.stats().resyncs).toEqual({ gap: 1, epoch: 1, future: 1, unreadable: 1 })
  })

  it('is not called the future where another gateway was merely faster', async () => {
    const { postgres, attach, publish } = createHubWorld()
    attach('a')
    await settle()
    postgres.commit('a', 2)
    const ahead = attach('a', 'e1.a1.2')
    await settle()
    expect(ahead.got).toEqual([])
    for (const seq of [1, 2]) publish('a', seq)
    publish('a', postgres.commit('a'))
    expect(ahead.got).toEqual([3])
  })

  it('is not called another epoch before Postgres was asked', async () => {
    const { postgres, attach } = createHubWorld()
    postgres.commit('a', 5)
    const before = attach('a', 'e1.a1.5')
    await settle()
    postgres.epoch = 'b2'
    postgres.truncate('a', 3)
    const after = attach('a', 'e1.b2.2')
    await settle()
    expect(before.got).toEqual(['resync epoch at 3'])
    expect(after.got).toEqual([3])
  })

  it('is too far where what lies between is heavy, however few events it is', async () => {
    const { postgres, attach } = createHubWorld({ mostReplayedBytes: 10 })
    postgres.commit('a', 20)
    const seen = attach('a')
    await settle()
    expect(seen.got).toEqual(['resync gap at 20'])
  })
})

describe('history that has a hole', () => {
  it('is not replayed: the subscriber starts anew', async () => {
    const { postgres, attach } = createHubWorld()
    postgres.commit('a', 20)
    postgres.missing.add(10)
    const [before, after] = [attach('a', '5'), attach('a', '15')]
    await settle()
    expect(before.got).toEqual(['resync gap at 20'])
    expect(after.got).toEqual(['resync gap at 20'])
  })
})

describe('a database that was put back', () => {
  it('makes history void that was read before', async () => {
    const { postgres, attach } = createHubWorld()
    postgres.commit('a', 20)
    attach('a', '20')
    await settle()
    const answer = postgres.holdNextAnswer()
    const seen = attach('a', 'e1.a1.15')
    await settle()
    postgres.epoch = 'b2'
    await repair()
    answer()
    await settle()
    expect(seen.got).toEqual(['resync epoch at 20'])
  })

  it('makes messages void that came before its head was read', async () => {
    const { postgres, redis, attach, send } = createHubWorld()
    postgres.commit('a', 3)
    const answer = postgres.holdAnswers()
    const seen = attach('a', '3')
    await settle()
    redis.deliver('a', 'e1.zz.4 "of another epoch"')
    answer()
    await settle()
    send('a')
    expect(seen.got).toEqual([4])
  })

  it('sends everyone a resync when its epoch changed', async () => {
    const { postgres, attach, send } = createHubWorld()
    const seen = attach('a')
    await settle()
    for (let count = 0; count < 5; count += 1) send('a')
    postgres.epoch = 'b2'
    postgres.truncate('a', 3)
    await repair()
    send('a')
    expect(seen.got).toEqual([1, 2, 3, 4, 5, 'resync epoch at 3', 4])
    expect(seen.ids.slice(-2)).toEqual(['e1.b2.3', 'e1.b2.4'])
  })

  it('is noticed by the first message of the new epoch', async () => {
    const { postgres, attach, send } = createHubWorld()
    const seen = attach('a')
    await settle()
    send('a')
    postgres.epoch = 'b2'
    send('a')
    await settle()
    expect(seen.got).toEqual([1, 'resync epoch at 2'])
  })

  it('sends a resync too when it lost events and says nothing of it', async () => {
    const { postgres, attach, send } = createHubWorld()
    const seen = attach('a')
    await settle()
    for (let count = 0; count < 5; count += 1) send('a')
    postgres.truncate('a', 3)
    await repair()
    expect(seen.got).toEqual([1, 2, 3, 4, 5, 'resync future at 3'])
  })

  it('is not suspected because of a head that was read before the last event', async () => {
    const { postgres, attach, send } = createHubWorld()
    const seen = attach('a')
    await settle()
    const answer = postgres.holdAnswers()
    await vi.advanceTimersByTimeAsync(hubBounds.repairMs)
    send('a')
    answer()
    await settle()
    expect(seen.got).toEqual([1])
  })
})

describe('what was erased', () => {
  it('is dropped by the hub: whoever is there starts anew at the head, and whoever comes reads what is stored', async () => {
    const { postgres, redis, attach, send } = createHubWorld()
    const seen = attach('a')
    await settle()
    for (let count = 0; count < 3; count += 1) send('a')
    redis.deliver('a', `e1.${postgres.epoch}.0 ${forgetJson}`)
    const reads = postgres.historyReads.length
    const late = attach('a', `e1.${postgres.epoch}.1`)
    await settle()
    send('a')
    expect(seen.got).toEqual([1, 2, 3, 'resync gap at 3', 4])
    expect(late.got).toEqual([2, 3, 4])
    expect(postgres.historyReads.length).toBeGreaterThan(reads)
  })
})
