import { describe } from 'vitest'
import { limiterCallRules } from '#tests/support/limiter-call-rules.ts'
import { limiterRules } from '#tests/support/limiter-rules.ts'
import { openRedisLayer, openUpstashLayer } from '#tests/support/redis-layer.ts'
import { testServers } from '#tests/support/servers.ts'
import { startUpstashBridge } from '#tests/support/upstash-bridge.ts'

describe('the limiter on a redis-server', () => {
  limiterRules(async () => openRedisLayer())
  limiterCallRules(async () => openRedisLayer())
})

describe("the limiter over Upstash's REST protocol", () => {
  limiterRules(openOverRest)
  limiterCallRules(openOverRest)
})

async function openOverRest() {
  const bridge = await startUpstashBridge(testServers().redisUrl)
  const layer = openUpstashLayer(bridge)
  return {
    ...layer,
    async [Symbol.asyncDispose]() {
      await layer[Symbol.asyncDispose]()
      await bridge[Symbol.asyncDispose]()
    },
  }
}
