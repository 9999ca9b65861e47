import { afterAll, beforeAll, describe } from 'vitest'
import { openRedisLayer, openUpstashLayer } from '#tests/support/redis-layer.ts'
import { testServers } from '#tests/support/servers.ts'
import { startUpstashBridge, type UpstashBridge } from '#tests/support/upstash-bridge.ts'
import { redisLayerCases } from './redis-layer/redis-layer-cases.ts'

let bridge: UpstashBridge

beforeAll(async () => {
  bridge = await startUpstashBridge(testServers().redisUrl)
})

afterAll(() => bridge?.[Symbol.asyncDispose]())

describe('over the REST protocol of Upstash', () => {
  redisLayerCases(() => ({
    open: (prefix) => openUpstashLayer(bridge, prefix),
    openObserver: (prefix) => openRedisLayer({ REDIS_PREFIX: prefix }),
  }))
})
