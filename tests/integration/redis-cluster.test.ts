import { Cluster } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '#server/dev/ports.ts'
import { inspectRedis } from '#server/redis/inspect.ts'
import { createPubSub } from '#server/redis/pubsub.ts'
import { openLayer, type RedisLayer } from '#tests/support/redis-layer.ts'
import { type RedisCluster, startRedisCluster } from '#tests/support/redis-topologies.ts'

let cluster: RedisCluster
let layer: RedisLayer

beforeAll(async () => {
  cluster = await startRedisCluster()
  layer = openLayer({ REDIS_URL: '', REDIS_CLUSTER_NODES: cluster.addresses, REDIS_PASSWORD: cluster.password })
  await layer.redis.ready()
})

afterAll(async () => {
  await layer?.[Symbol.asyncDispose]()
  await cluster?.[Symbol.asyncDispose]()
})

describe('a Redis Cluster of six nodes', () => {
  it('takes commands for keys on every node', async () => {
    const { state } = layer.redis
    const ids = Array.from({ length: 60 }, (_, index) => String(index))
    await Promise.all(ids.map((id) => state.set(layer.keys.user(id), id)))
    expect(await Promise.all(ids.map((id) => state.get(layer.keys.user(id))))).toEqual(ids)
    const sizes = await Promise.all(cluster.primaries.map((node) => node.admin().dbsize()))
    for (const size of sizes) expect(size).toBeGreaterThan(0)
  })

  it('serves a queue connection', async () => {
    const queue = layer.redis.createQueueConnection()
    expect(queue).toBeInstanceOf(Cluster)
    expect(await queue.rpush(`${layer.keys.queuePrefix()}:emails:wait`, 'job')).toBe(1)
  })

  it('is inspected as one', async () => {
    const state = await inspectRedis(layer.redis.state)
    expect(state).toMatchObject({ isConnected: true, policy: 'noeviction' })
    expect(state.sizeKeys).toBeGreaterThanOrEqual(60)
  })

  it('refuses a wrong password at once', async () => {
    await using wrong = openLayer({ REDIS_URL: '', REDIS_CLUSTER_NODES: cluster.addresses, REDIS_PASSWORD: 'not-it' })
    await expect(wrong.redis.ready()).rejects.toThrow(/cluster 127.*WRONGPASS.*REDIS_PASSWORD/)
  })

  it('names the address when no node is there', async () => {
    const nodes = `127.0.0.1:${await freePort()}`
    await using wrong = openLayer({ REDIS_URL: '', REDIS_CLUSTER_NODES: nodes })
    await expect(wrong.redis.ready({ timeoutMs: 500 })).rejects.toThrow(
      new RegExp(`cluster ${nodes} cannot be used: .*does REDIS_CLUSTER_NODES name it`),
    )
  })

  it('is whole again after the loss of a primary, subscriptions included', { timeout: 40_000 }, async () => {
    const { state, stateStore, subscriber } = layer.redis
    const pubsub = createPubSub({ publisher: stateStore, subscriber, log: layer.log })
    const channel = layer.keys.chatChannel('after the loss')
    const received: string[] = []
    await pubsub.subscribe(channel, (text) => received.push(text))
    const ids = Array.from({ length: 60 }, (_, index) => String(index))

    await cluster.primaries[1]?.kill()

    const readAll = () =>
      Promise.all(ids.map((id) => state.get(layer.keys.user(id)))).then(
        () => 'whole',
        (error: unknown) => `broken: ${String(error)}`,
      )
    await expect.poll(readAll, { timeout: 20_000 }).toBe('whole')
    await expect.poll(() => subscriber.status, { timeout: 10_000 }).toBe('ready')
    await expect
      .poll(async () => (await pubsub.publish(channel, 'heard')) && received.includes('heard'), { timeout: 10_000 })
      .toBe(true)
  })

  it('fails commands when it is gone, and closes', async () => {
    for (const node of [...cluster.primaries, ...cluster.replicas]) await node.kill()
    await expect(layer.redis.state.get(layer.keys.user('1'))).rejects.toThrow()
    await layer.redis.close()
  })
})
