import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPubSub } from '#server/redis/pubsub.ts'
import { openLayer, type RedisLayer } from '#tests/support/redis-layer.ts'
import { type SentinelTrio, startSentinelTrio } from '#tests/support/redis-topologies.ts'

let trio: SentinelTrio
let layer: RedisLayer

beforeAll(async () => {
  trio = await startSentinelTrio()
  layer = openLayer(environment())
  await layer.redis.ready()
})

afterAll(async () => {
  await layer?.[Symbol.asyncDispose]()
  await trio?.[Symbol.asyncDispose]()
})

describe('Redis behind sentinels', () => {
  it('says which master group the sentinels do not know', async () => {
    await using wrong = openLayer({ ...environment(), REDIS_SENTINEL_NAME: 'another' })
    await expect(wrong.redis.ready({ timeoutMs: 500 })).rejects.toThrow(
      /sentinels .*\(master "another"\) cannot be used/,
    )
  })

  it('names the password when the sentinels refuse it', async () => {
    await using wrong = openLayer({ ...environment(), REDIS_SENTINEL_PASSWORD: 'not-it' })
    await expect(wrong.redis.ready({ timeoutMs: 5_000 })).rejects.toThrow(/REDIS_SENTINEL_PASSWORD/)
  })

  it('is found through them, and found again after a real failover', { timeout: 40_000 }, async () => {
    const { state, stateStore, subscriber } = layer.redis
    const pubsub = createPubSub({ publisher: stateStore, subscriber, log: layer.log })
    const channel = layer.keys.chatChannel('1')
    const received: string[] = []
    let reconnections = 0
    pubsub.onReconnect(() => {
      reconnections += 1
    })
    await pubsub.subscribe(channel, (text) => received.push(text))
    expect(await portOf(layer)).toBe(trio.primary.port)
    await state.set(layer.keys.user('1'), 'written before')
    await state.wait(1, 1_000)

    await trio.primary.kill()

    const writes = () => state.set(layer.keys.user('2'), 'written after').catch(() => 'not yet')
    await expect.poll(writes, { timeout: 20_000 }).toBe('OK')
    expect(await portOf(layer)).toBe(trio.replica.port)
    expect(await state.get(layer.keys.user('1'))).toBe('written before')
    await expect.poll(() => reconnections, { timeout: 10_000 }).toBe(1)
    await pubsub.publish(channel, 'heard after')
    await expect.poll(() => received).toEqual(['heard after'])
  })
})

const environment = () => ({
  REDIS_URL: '',
  REDIS_SENTINELS: trio.addresses,
  REDIS_SENTINEL_NAME: trio.masterName,
  REDIS_SENTINEL_PASSWORD: trio.sentinelPassword,
  REDIS_PASSWORD: trio.password,
})

async function portOf({ redis }: RedisLayer): Promise<number> {
  return Number((await redis.state.info('server')).match(/tcp_port:(\d+)/)?.[1])
}
