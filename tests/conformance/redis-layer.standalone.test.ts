import { describe } from 'vitest'
import { openRedisLayer } from '#tests/support/redis-layer.ts'
import { redisLayerCases } from './redis-layer/redis-layer-cases.ts'

describe('on two standalone servers', () => {
  const open = (prefix: string) => openRedisLayer({ REDIS_PREFIX: prefix })
  redisLayerCases(() => ({ open, openObserver: open }))
})
