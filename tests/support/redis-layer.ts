import { type Logger, pino } from 'pino'
import { createRedisConnections, type RedisConnections } from '#server/redis/connections.ts'
import { createKeys, type Keys } from '#server/redis/keys.ts'
import { createScripts, type Scripts } from '#server/redis/scripts.ts'
import type { RedisProcess } from './redis-process.ts'
import { testPrefix, testServers } from './servers.ts'
import { testEnv } from './test-env.ts'

/** The Redis layer of one process, over real servers, under a prefix of its own. */
export interface RedisLayer extends AsyncDisposable {
  readonly redis: RedisConnections
  readonly keys: Keys
  readonly scripts: Scripts
  readonly log: Logger
  /** What was logged so far, as text. */
  logged(): string
}

type Overrides = Readonly<Record<string, string>>

/** Over the run's shared servers. */
export const openRedisLayer = (overrides: Overrides = {}): RedisLayer =>
  openLayer({ REDIS_URL: testServers().redisUrl, REDIS_CACHE_URL: testServers().redisCacheUrl, ...overrides })

/** Over a server of the test's own, for state and cache alike. */
export const openRedisLayerOn = (server: RedisProcess, overrides: Overrides = {}): RedisLayer =>
  openLayer({ REDIS_URL: `redis://127.0.0.1:${server.port}`, ...overrides })

/** `REDIS_URL` and the like as the operator would set them; `REDIS_URL: ''` unsets it. */
export function openLayer(overrides: Overrides): RedisLayer {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) })
  const env = testEnv({ REDIS_PREFIX: testPrefix(), ...overrides })
  const redis = createRedisConnections(env, { log, name: 'test' })
  return {
    redis,
    keys: createKeys(env.REDIS_PREFIX),
    scripts: createScripts(),
    log,
    logged: () => lines.join(''),
    [Symbol.asyncDispose]: () => redis.close(),
  }
}
