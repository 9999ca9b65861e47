import { describe, expect, it } from 'vitest'
import { createPubSub, type PubSub } from '#server/redis/pubsub.ts'
import { openRedisLayerOn, type RedisLayer } from '#tests/support/redis-layer.ts'
import { type RedisProcess, startRedisProcess } from '#tests/support/redis-process.ts'

describe('publish and subscribe', () => {
  it('delivers in order to every listener in every process', async () => {
    await using stage = await openStage()
    await using other = openRedisLayerOn(stage.server)
    const [here, there] = [listener(), listener()]
    await stage.pubsub.subscribe('chat:1', here.receive)
    await pubSubOf(other).subscribe('chat:1', there.receive)
    for (const text of ['a', 'b', 'c']) expect(await stage.pubsub.publish('chat:1', text)).toBe(true)
    for (const { received } of [here, there]) await expect.poll(() => received).toEqual(['a', 'b', 'c'])
  })

  it('delivers what is published right after subscribe() resolved', async () => {
    await using stage = await openStage()
    for (let round = 0; round < 20; round += 1) {
      const { received, receive } = listener()
      await stage.pubsub.subscribe(`chat:${round}`, receive)
      await stage.pubsub.publish(`chat:${round}`, 'at once')
      await expect.poll(() => received).toEqual(['at once'])
    }
  })

  it('sends one SUBSCRIBE for many listeners and UNSUBSCRIBE when the last one leaves', async () => {
    await using stage = await openStage()
    const leaving = await Promise.all(Array.from({ length: 50 }, () => stage.pubsub.subscribe('chat:1', () => {})))
    expect(await commandCount(stage.server, 'subscribe')).toBe(1)
    const [last, ...others] = leaving
    await Promise.all(others.map((leave) => leave()))
    expect(await subscriptions(stage.server)).toBe(1)
    await last?.()
    expect(await subscriptions(stage.server)).toBe(0)
    expect(await commandCount(stage.server, 'unsubscribe')).toBe(1)
  })

  it('counts a listener that leaves twice once', async () => {
    await using stage = await openStage()
    const leave = await stage.pubsub.subscribe('chat:1', () => {})
    const { received, receive } = listener()
    await stage.pubsub.subscribe('chat:1', receive)
    await leave()
    await leave()
    await stage.pubsub.publish('chat:1', 'still here')
    await expect.poll(() => received).toEqual(['still here'])
  })

  it('counts the same function subscribed twice as two listeners', async () => {
    await using stage = await openStage()
    const { received, receive } = listener()
    const leave = await stage.pubsub.subscribe('chat:1', receive)
    await stage.pubsub.subscribe('chat:1', receive)
    await leave()
    await stage.pubsub.publish('chat:1', 'once')
    await expect.poll(() => received).toEqual(['once'])
  })

  it('is subscribed after any quick succession of leaving and coming', async () => {
    await using stage = await openStage()
    const { received, receive } = listener()
    let leave = await stage.pubsub.subscribe('chat:1', receive)
    for (let round = 0; round < 20; round += 1) {
      const left = leave()
      leave = await stage.pubsub.subscribe('chat:1', receive)
      await left
    }
    await stage.pubsub.publish('chat:1', 'heard')
    await expect.poll(() => received).toEqual(['heard'])
  })

  it('shields listeners from one that throws', async () => {
    await using stage = await openStage()
    const { received, receive } = listener()
    await stage.pubsub.subscribe('chat:1', () => {
      throw new Error('a broken listener')
    })
    await stage.pubsub.subscribe('chat:1', receive)
    await stage.pubsub.publish('chat:1', 'all the same')
    await expect.poll(() => received).toEqual(['all the same'])
    expect(stage.layer.logged()).toContain('a broken listener')
    expect(stage.layer.logged()).not.toContain('all the same')
  })
})

describe('a cut link', () => {
  it('is mended: every channel is subscribed again, and then onReconnect is told', async () => {
    await using stage = await openStage()
    const { received, receive } = listener()
    for (const channel of ['chat:1', 'chat:2']) await stage.pubsub.subscribe(channel, receive)
    const told: number[] = []
    stage.pubsub.onReconnect(() => void subscriptions(stage.server).then((count) => told.push(count)))
    for (const round of [1, 2]) {
      await stage.server.admin().call('CLIENT', 'KILL', 'TYPE', 'pubsub')
      await expect.poll(() => told).toEqual(Array(round).fill(2))
    }
    await stage.pubsub.publish('chat:2', 'after the cut')
    await expect.poll(() => received).toEqual(['after the cut'])
  })

  it('tells nobody about the first connection', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const pubsub = pubSubOf(layer)
    let told = 0
    pubsub.onReconnect(() => {
      told += 1
    })
    await pubsub.subscribe('chat:1', () => {})
    expect(told).toBe(0)
  })

  it('is not told to a listener that has left', async () => {
    await using stage = await openStage()
    await stage.pubsub.subscribe('chat:1', () => {})
    const { promise, resolve } = Promise.withResolvers<void>()
    let told = 0
    const leave = stage.pubsub.onReconnect(() => {
      told += 1
    })
    stage.pubsub.onReconnect(resolve)
    leave()
    await stage.server.admin().call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await promise
    expect(told).toBe(0)
  })

  it('does not bring back a channel that was left meanwhile', async () => {
    await using stage = await openStage()
    const leave = await stage.pubsub.subscribe('chat:1', () => {})
    await stage.pubsub.subscribe('chat:2', () => {})
    await stage.server.kill()
    await expect.poll(() => stage.layer.redis.subscriber.status).not.toBe('ready')
    await leave()
    const back = new Promise<void>((resolve) => stage.pubsub.onReconnect(resolve))
    await stage.server.restart()
    await back
    expect(await stage.server.admin().pubsub('CHANNELS')).toEqual(['chat:2'])
  })

  it('refuses new subscriptions while Redis is down, and takes them when it is back', async () => {
    await using stage = await openStage()
    await stage.server.kill()
    await expect.poll(() => stage.layer.redis.subscriber.status).not.toBe('ready')
    await expect(stage.pubsub.subscribe('chat:1', () => {})).rejects.toThrow()
    await stage.server.restart()
    const { received, receive } = listener()
    const subscribe = () => stage.pubsub.subscribe('chat:1', receive).catch(() => undefined)
    await expect.poll(subscribe, { timeout: 10_000 }).toBeDefined()
    await expect.poll(() => stage.pubsub.publish('chat:1', 'back'), { timeout: 10_000 }).toBe(true)
    await expect.poll(() => received).toContain('back')
  })

  it('makes publishing answer false, not throw', async () => {
    await using stage = await openStage()
    await stage.server.kill()
    expect(await stage.pubsub.publish('chat:1', 'into the void')).toBe(false)
  })
})

async function openStage() {
  const server = await startRedisProcess()
  const layer = openRedisLayerOn(server)
  await layer.redis.ready()
  return {
    server,
    layer,
    pubsub: pubSubOf(layer),
    async [Symbol.asyncDispose]() {
      await layer[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

const pubSubOf = ({ redis, log }: RedisLayer): PubSub =>
  createPubSub({ publisher: redis.stateStore, subscriber: redis.subscriber, log })

function listener() {
  const received: string[] = []
  return { received, receive: (text: string) => void received.push(text) }
}

/** Channels with at least one subscriber. */
const subscriptions = async (server: RedisProcess): Promise<number> =>
  Array.from(await server.admin().pubsub('CHANNELS'), String).length

async function commandCount(server: RedisProcess, command: string): Promise<number> {
  const stats = await server.admin().info('commandstats')
  return Number(stats.match(new RegExp(`cmdstat_${command}:calls=(\\d+)`))?.[1] ?? 0)
}
