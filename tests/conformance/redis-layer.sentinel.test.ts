import { afterAll, beforeAll, describe } from 'vitest'
import { openLayer } from '#tests/support/redis-layer.ts'
import { type SentinelTrio, startSentinelTrio } from '#tests/support/redis-topologies.ts'
import { redisLayerCases } from './redis-layer/redis-layer-cases.ts'

let trio: SentinelTrio

beforeAll(async () => {
  trio = await startSentinelTrio()
})

afterAll(() => trio?.[Symbol.asyncDispose]())

describe('behind three sentinels', () => {
  const open = (prefix: string) =>
    openLayer({
      REDIS_URL: '',
      REDIS_SENTINELS: trio.addresses,
      REDIS_SENTINEL_NAME: trio.masterName,
      REDIS_SENTINEL_PASSWORD: trio.sentinelPassword,
      REDIS_PASSWORD: trio.password,
      REDIS_PREFIX: prefix,
    })
  redisLayerCases(() => ({ open, openObserver: open }))
})
