import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHubWorld } from '#tests/support/hub-world.ts'
import { hubBounds } from './hub-bounds.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets everything happen that waits for nothing but its turn. */
const settle = () => vi.advanceTimersByTimeAsync(1)
const repair = () => vi.advanceTimersByTimeAsync(hubBounds.repairMs + hubBounds.parkMs + 1)

describe('what a hub keeps', () => {
  it('is told apart by topic', async () => {
    const { attach, send } = createHubWorld()
    const [a, b] = [attach('a'), attach('b')]
    await settle()
    send('b')
    send('a')
    send('a')
    expect([a.got, b.got]).toEqual([[1, 2], [1]])
  })

  it('goes a while after the last subscriber left, and the subscription with it', async () => {
    const { hub, redis, attach } = createHubWorld()
    const [first, second] = [attach('a'), attach('a')]
    await settle()
    first.detach()
    second.detach()
    second.detach()
    expect(hub.stats()).toMatchObject({ topicsNow: 1, subscribersNow: 0 })
    await vi.advanceTimersByTimeAsync(hubBounds.lingerMs + hubBounds.repairMs)
    expect(hub.stats().topicsNow).toBe(0)
    expect([...redis.subscribed]).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is there for whoever comes back in the meantime, up to date, without having read history', async () => {
    const { postgres, attach, send } = createHubWorld()
    attach('a').detach()
    await settle()
    send('a')
    postgres.commit('a', 2)
    await repair()
    const seen = attach('a', 'e1.a1.3')
    send('a')
    expect(seen.got).toEqual([4])
    expect(postgres.historyReads).toEqual([])
  })

  it('writes nothing to a subscriber that left', async () => {
    const { attach, send } = createHubWorld()
    const seen = attach('a')
    await settle()
    seen.detach()
    send('a')
    expect([seen.got, seen.ends]).toEqual([[], []])
  })

  it('has an end: too many subscribers of one topic, of all, or topics are refused', async () => {
    const ofOne = createHubWorld({ mostSubscribersPerTopic: 1 })
    const ofAll = createHubWorld({ mostSubscribers: 1 })
    const topics = createHubWorld({ mostTopics: 1 })
    const ends = [ofOne, ofAll, topics].map(({ attach }) => {
      attach('a')
      return [attach('a').ends, attach('b').ends]
    })
    expect(ends).toEqual([
      [['full'], []],
      [['full'], ['full']],
      [[], ['full']],
    ])
  })

  it('ends every sink when it is closed, and those that come later', async () => {
    const { hub, attach } = createHubWorld()
    const seen = attach('a')
    await settle()
    const waiting = attach('b')
    await hub.close()
    expect([seen.ends, waiting.ends, attach('a').ends]).toEqual([['closed'], ['closed'], ['closed']])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('what is no event', () => {
  it('reaches nobody when it is garbage, however far its number', async () => {
    const { postgres, redis, attach, send } = createHubWorld()
    const seen = attach('a')
    await settle()
    for (const text of ['', '{}', 'e1.a1.1', 'e1.a1.1 {', 'e1.a1.1 "a\nb"', 'e1.a1.999999 "far"', 'e1.zz.1 "strange"'])
      redis.deliver('a', text)
    await repair()
    send('a')
    expect(seen.got).toEqual([1])
    expect(postgres.historyReads).toEqual([0])
  })

  it('reaches those who are there when it is an aside, under the last id', async () => {
    const { redis, attach, send } = createHubWorld()
    const seen = attach('a')
    await settle()
    send('a')
    redis.deliver('a', 'e1.a1.0 "aside"')
    expect([seen.got, seen.ids]).toEqual([
      [1, 'aside'],
      ['e1.a1.1', 'e1.a1.1'],
    ])
  })

  it('disturbs the others in nothing when it is a sink that throws', async () => {
    const { hub, topic, attach, send } = createHubWorld()
    hub.attach({ topic: topic('a'), cursor: undefined, sink: { write: () => fail(), end: () => {} } })
    const seen = attach('a')
    await settle()
    send('a')
    expect(seen.got).toEqual([1])
  })
})

function fail(): never {
  throw new Error('a sink that throws')
}

describe('a subscriber connection that died unnoticed', () => {
  it('is given up when its own message does not come back', async () => {
    const { hub, redis, attach, reconnects } = createHubWorld()
    attach('a')
    await vi.advanceTimersByTimeAsync(5 * hubBounds.probeMs)
    expect(reconnects()).toBe(0)
    redis.isDeaf = true
    await vi.advanceTimersByTimeAsync(5 * hubBounds.probeMs)
    expect(reconnects()).toBe(1)
    redis.comeBack()
    await vi.advanceTimersByTimeAsync(2 * hubBounds.probeMs + 1)
    expect(hub.stats().lostProbes).toBe(2)
  })

  it('is not blamed while Redis takes no messages at all', async () => {
    const { redis, attach, reconnects } = createHubWorld()
    attach('a')
    await vi.advanceTimersByTimeAsync(3 * hubBounds.probeMs)
    redis.isDown = true
    await vi.advanceTimersByTimeAsync(5 * hubBounds.probeMs)
    expect(reconnects()).toBe(0)
  })
})
