import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHubWorld, numbersBetween } from '#tests/support/hub-world.ts'
import { hubBounds } from './hub-bounds.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets everything happen that waits for nothing but its turn. */
const settle = () => vi.advanceTimersByTimeAsync(1)
const park = () => vi.advanceTimersByTimeAsync(hubBounds.parkMs + 1)
const repair = () => vi.advanceTimersByTimeAsync(hubBounds.repairMs + hubBounds.parkMs + 1)

describe('a hub', () => {
  it('replays what lies behind the cursor, then brings each event once and in order', async () => {
    const { postgres, attach, send } = createHubWorld()
    postgres.commit('a', 3)
    const all = attach('a')
    const some = attach('a', 'e1.a1.2')
    const none = attach('a', 'e1.a1.3')
    await settle()
    send('a')
    expect([all.got, some.got, none.got]).toEqual([[1, 2, 3, 4], [3, 4], [4]])
    expect(none.ids).toEqual(['e1.a1.4'])
  })

  it('takes the bare numbers of the browsers before this version', async () => {
    const { postgres, attach } = createHubWorld()
    postgres.commit('a', 3)
    const seen = attach('a', '1')
    await settle()
    expect(seen.got).toEqual([2, 3])
  })

  it('subscribes first: what is published while the head is read is not lost', async () => {
    const { postgres, attach, send } = createHubWorld()
    postgres.commit('a', 3)
    const answer = postgres.holdAnswers()
    const seen = attach('a', 'e1.a1.3')
    await settle()
    send('a')
    answer()
    await settle()
    expect(seen.got).toEqual([4])
  })

  it('reads no head before Redis has confirmed', async () => {
    const { postgres, redis, attach } = createHubWorld()
    const confirm = redis.holdConfirmations()
    attach('a')
    await settle()
    expect(postgres.headReads).toEqual([])
    confirm()
    await settle()
    expect(postgres.headReads).toEqual([['a']])
  })

  it('drops what it has delivered already', async () => {
    const { hub, attach, send, publish } = createHubWorld()
    const seen = attach('a')
    await settle()
    send('a')
    publish('a', 1)
    publish('a', 1)
    expect(seen.got).toEqual([1])
    expect(hub.stats().duplicates).toBe(2)
  })

  it('puts in order what comes out of order', async () => {
    const { hub, postgres, attach, publish } = createHubWorld()
    const seen = attach('a')
    await settle()
    postgres.commit('a', 3)
    for (const seq of [3, 2]) publish('a', seq)
    expect(seen.got).toEqual([])
    publish('a', 1)
    expect(seen.got).toEqual([1, 2, 3])
    await repair()
    expect([hub.stats().parked, postgres.historyReads]).toEqual([2, []])
  })

  it('fills a hole from Postgres after a moment', async () => {
    const { hub, postgres, attach, publish } = createHubWorld()
    const seen = attach('a')
    await settle()
    postgres.commit('a', 3)
    publish('a', 1)
    publish('a', 3)
    await park()
    expect(seen.got).toEqual([1, 2, 3])
    expect([hub.stats().repaired, postgres.historyReads]).toEqual([2, [1]])
  })

  it('fills it from the window of Redis where that spans it', async () => {
    const { redis, postgres, attach, publish } = createHubWorld()
    const seen = attach('a')
    await settle()
    postgres.commit('a', 3)
    redis.windows.set('a', [2, 3].map(postgres.message))
    publish('a', 1)
    publish('a', 3)
    await park()
    expect(seen.got).toEqual([1, 2, 3])
    expect(postgres.historyReads).toEqual([])
  })

  it('finds by looking what Redis never brought', async () => {
    const { postgres, attach } = createHubWorld()
    const seen = attach('a')
    await settle()
    postgres.commit('a', 2)
    await repair()
    expect(seen.got).toEqual([1, 2])
  })

  it('looks at all topics in one query', async () => {
    const { postgres, attach } = createHubWorld()
    for (const id of ['a', 'b', 'c']) attach(id)
    await settle()
    await vi.advanceTimersByTimeAsync(hubBounds.repairMs)
    expect(postgres.headReads).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
  })

  it('works without Redis, and looks at once when it is back', async () => {
    const { redis, postgres, attach, send } = createHubWorld()
    redis.isDown = true
    postgres.commit('a')
    const seen = attach('a')
    await settle()
    postgres.commit('a')
    await repair()
    expect(seen.got).toEqual([1, 2])
    postgres.commit('a')
    redis.comeBack()
    await park()
    expect(seen.got).toEqual([1, 2, 3])
    send('a')
    expect(seen.got).toEqual([1, 2, 3, 4])
  })

  it('waits for a Redis that does not answer only so long, and misses nothing when it answers later', async () => {
    const { redis, postgres, attach } = createHubWorld()
    const confirm = redis.holdConfirmations()
    postgres.commit('a')
    const seen = attach('a')
    await vi.advanceTimersByTimeAsync(hubBounds.subscribePatienceMs + 1)
    expect(seen.got).toEqual([1])
    postgres.commit('a')
    confirm()
    await park()
    expect(seen.got).toEqual([1, 2])
  })

  it('keeps everyone waiting while Postgres is away, and goes on by itself', async () => {
    const { postgres, attach } = createHubWorld()
    postgres.isDown = true
    postgres.commit('a', 2)
    const seen = attach('a', 'e1.a1.1')
    await repair()
    expect([seen.got, seen.ends]).toEqual([[], []])
    postgres.isDown = false
    await repair()
    expect(seen.got).toEqual([2])
  })

  it('reads history once for everybody who comes back at the same time', async () => {
    const { postgres, attach } = createHubWorld()
    postgres.commit('a', 100)
    const seen = numbersBetween(40, 100).map((seq) => attach('a', `e1.a1.${seq}`))
    await settle()
    const late = attach('a', 'e1.a1.50')
    expect(postgres.historyReads).toEqual([36])
    expect(seen.map(({ got }) => got.length)).toEqual(numbersBetween(0, 60).map((index) => 60 - index))
    expect(late.got).toEqual(numbersBetween(50, 100))
  })

  it('reads it once for those who come while it is being read, and again only for whom it does not reach', async () => {
    const { postgres, attach } = createHubWorld()
    postgres.commit('a', 200)
    attach('a', 'e1.a1.200')
    await settle()
    const answer = postgres.holdNextAnswer()
    const seen = [150, 140, 195, 10, 136].map((seq) => attach('a', `e1.a1.${seq}`))
    await settle()
    expect(postgres.historyReads).toEqual([136])
    answer()
    await settle()
    expect(postgres.historyReads).toEqual([136, 10])
    expect(seen.map(({ got }) => [got[0], got.length])).toEqual([
      [151, 50],
      [141, 60],
      [196, 5],
      [11, 190],
      [137, 64],
    ])
  })

  it('delivers what is published while history is read after it, once', async () => {
    const { postgres, attach, send } = createHubWorld()
    postgres.commit('a', 10)
    const first = attach('a', 'e1.a1.10')
    await settle()
    const answer = postgres.holdAnswers()
    const second = attach('a', 'e1.a1.4')
    await settle()
    send('a')
    answer()
    await settle()
    send('a')
    expect([first.got, second.got]).toEqual([
      [11, 12],
      [5, 6, 7, 8, 9, 10, 11, 12],
    ])
  })

  it('serves the gap of a second subscriber from its ring', async () => {
    const { postgres, redis, attach, send } = createHubWorld()
    attach('a')
    await settle()
    for (let count = 0; count < 5; count += 1) send('a')
    const seen = attach('a', 'e1.a1.2')
    expect(seen.got).toEqual([3, 4, 5])
    expect([postgres.historyReads, redis.windowReads]).toEqual([[], []])
  })
})
