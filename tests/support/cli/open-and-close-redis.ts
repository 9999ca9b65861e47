import { once } from 'node:events'
import { pino } from 'pino'
import { createRedisConnections } from '#server/redis/connections.ts'
import { testEnv } from '../test-env.ts'

/**
 * Opens every connection to the port given, says so, and closes them when its input ends. Whatever is left behind,
 * a socket or a timer, keeps this process alive, and the test that started it waits in vain.
 */
const env = testEnv({ REDIS_URL: `redis://127.0.0.1:${process.argv[2]}` })
const redis = createRedisConnections(env, { log: pino({ level: 'silent' }), name: 'probe' })
redis.createQueueConnection()
await redis.ready({ timeoutMs: 500 }).catch(() => {})
process.stdout.write('open\n')
process.stdin.resume()
await once(process.stdin, 'end')
await redis.state.ping().catch(() => {})
await redis.close()
