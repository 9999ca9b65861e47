import { pino } from 'pino'
import { z } from 'zod'
import { cacheTags } from '#server/contracts/caches.ts'
import { createCache } from '#server/redis/cache/create-cache.ts'
import { createRedisConnections } from '#server/redis/connections.ts'
import { createKeys } from '#server/redis/keys.ts'
import { createSubscriberLink } from '#server/redis/subscriber-link.ts'
import { testEnv } from '#tests/support/test-env.ts'

/**
 * One process of a fleet: says "ready", waits for a line, then has so many callers read one entry at once and prints
 * the values they got as JSON. Each load counts itself in Redis and takes a while.
 * Arguments: URL of the cache's Redis, key prefix, number of callers.
 */
const [, , url = '', prefix = '', callers = ''] = process.argv
const log = pino({ level: 'silent' })
const redis = createRedisConnections(testEnv({ REDIS_URL: url }), { log, name: 'stampede' })
const keys = createKeys(prefix)
const { cacheStore, cacheSubscriber } = redis
const link = cacheSubscriber && createSubscriberLink(cacheSubscriber, log)
const cache = createCache({ store: cacheStore, link, keys, log })

/** A source that takes 50 ms to answer. */
const database = redis.createQueueConnection()
const load = async (): Promise<string> => {
  const loads = await redis.cache.incr(keys.user('loads'))
  await database.blpop(keys.user('nobody pushes here'), 0.05)
  return `load ${loads}`
}

await redis.ready()
console.log('ready')
await new Promise((resolve) => process.stdin.once('data', resolve))
const entry = { cache: 'product', id: '1', schema: z.string(), tags: [cacheTags.product('1')] } as const
const read = () => cache.getOrLoad({ ...entry, load })
console.log(JSON.stringify(await Promise.all(Array.from({ length: Number(callers) }, read))))
await cache.close()
await redis.close()
process.stdin.destroy()
