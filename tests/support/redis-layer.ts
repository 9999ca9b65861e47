import { type Logger, pino } from 'pino'
import { createRedisConnections, type RedisConnections } from '#server/redis/connections.ts'
import { createKeys, type Keys } from '#server/redis/keys.ts'
import type { RedisAccess } from '#server/redis/redis-access.ts'
import { createScripts, type Scripts } from '#server/redis/scripts.ts'
import { createUpstashAccess } from '#server/redis/upstash/create-upstash-access.ts'
import type { RedisProcess } from './redis-process.ts'
import { testPrefix, testServers } from './servers.ts'
import { testEnv } from './test-env.ts'
import type { UpstashBridge } from './upstash-bridge.ts'

/** The Redis layer of one process, over real servers, under a prefix of its own. */
export interface RedisLayer extends AnyRedisLayer {
  readonly redis: RedisConnections
}

/** The same, over connections or over HTTP. */
export interface AnyRedisLayer extends AsyncDisposable {
  readonly redis: RedisAccess
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
  const { log, logged } = recordingLog()
  const env = testEnv({ REDIS_PREFIX: testPrefix(), ...overrides })
  const scripts = createScripts()
  const redis = createRedisConnections(env, { log, name: 'test', scripts })
  const keys = createKeys(env.REDIS_PREFIX, { isCluster: redis.isCluster })
  return { redis, keys, scripts, log, logged, [Symbol.asyncDispose]: () => redis.close() }
}

/** Over Upstash's REST protocol. */
export function openUpstashLayer({ url, token }: Pick<UpstashBridge, 'url' | 'token'>, prefix = testPrefix()) {
  const scripts = createScripts()
  const redis = createUpstashAccess({ url, token, scripts })
  const layer = { redis, keys: createKeys(prefix), scripts, ...recordingLog() }
  return { ...layer, [Symbol.asyncDispose]: () => redis.close() } satisfies AnyRedisLayer
}

function recordingLog() {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) })
  return { log, logged: () => lines.join('') }
}
