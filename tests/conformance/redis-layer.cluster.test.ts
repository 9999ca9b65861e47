import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { createQueues } from '#server/jobs/queues.ts'
import type { RedisStore } from '#server/redis/store.ts'
import { keySlot } from '#tests/support/key-slot.ts'
import { openLayer } from '#tests/support/redis-layer.ts'
import { type RedisCluster, startRedisCluster } from '#tests/support/redis-topologies.ts'
import { testPrefix } from '#tests/support/servers.ts'
import { redisLayerCases } from './redis-layer/redis-layer-cases.ts'

let cluster: RedisCluster

beforeAll(async () => {
  cluster = await startRedisCluster()
})

afterAll(() => cluster?.[Symbol.asyncDispose]())

describe('on a Cluster of six nodes', () => {
  /** How many slots the keys of one call lay in at most, by script. */
  const slotsUsed = new Map<string, number>()

  const recorded = (store: RedisStore): RedisStore => ({
    ...store,
    run(name, call) {
      slotsUsed.set(name, Math.max(slotsUsed.get(name) ?? 0, new Set(call.keys.map(keySlot)).size))
      return store.run(name, call)
    },
  })
  const open = (prefix: string) => {
    const layer = openLayer({
      REDIS_URL: '',
      REDIS_CLUSTER_NODES: cluster.addresses,
      REDIS_PASSWORD: cluster.password,
      REDIS_PREFIX: prefix,
    })
    const { stateStore, cacheStore } = layer.redis
    return { ...layer, redis: { ...layer.redis, stateStore: recorded(stateStore), cacheStore: recorded(cacheStore) } }
  }
  redisLayerCases(() => ({ open, openObserver: open }))

  it('takes the jobs of all queues, and knows them when they come again', async () => {
    await using layer = open(testPrefix())
    const { state, stateStore } = layer.redis
    const queues = createQueues({ connection: state, store: stateStore, keys: layer.keys, onError: () => undefined })
    const names = ['email-firm-new-conversation', 'whatsapp-send', 'notify-new-message'] as const
    const jobs = names.map((name) => ({ id: newId(), name, version: 1, payload: {}, attempts: 0 }))
    for (const _ of [1, 2]) await queues.add(jobs)
    for (const queue of ['emails', 'whatsapp', 'notifications'] as const) {
      expect(await queues.byName[queue].count()).toBe(1)
    }
    await queues.close()
  })

  it('every script has run, each time on keys of one slot', () => {
    const files = readdirSync(join(projectRoot, 'server/redis/scripts'))
    const names = files.map((file) => file.replace('.lua', '')).filter((name) => name !== 'publish')
    expect(Object.fromEntries(slotsUsed)).toEqual(Object.fromEntries(names.map((name) => [name, 1])))
  })
})
