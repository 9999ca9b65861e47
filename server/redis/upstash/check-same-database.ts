import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Keys } from '../keys.ts'
import { messageOf, RedisUnavailableError } from '../redis-errors.ts'
import type { RedisStore } from '../store.ts'

interface TwoWays {
  readonly connected: RedisStore
  readonly rest: RedisStore
  readonly keys: Keys
  readonly log: Logger
}

const tries = 5
const betweenTriesMs = 200
const probeLifeMs = 10_000

/**
 * Web reaches the database over HTTP and this process by connections: in two databases, nobody whom web signed in
 * would be known here, and no invalidation of here would reach web. Rejects when they are two; when the REST address
 * does not answer from here, says that this is unknown and goes on.
 */
export async function checkSameDatabase({ connected, rest, keys, log }: TwoWays): Promise<void> {
  const key = keys.bootProbe(randomUUID())
  await connected.command('SET', key, 'here', 'PX', probeLifeMs)
  try {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      if ((await rest.command('GET', key)) === 'here') return
      // A replica in another region may lag.
      await sleep(betweenTriesMs)
    }
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'Cannot tell whether UPSTASH_REDIS_REST_URL and REDIS_URL are one database')
    return
  }
  throw new RedisUnavailableError(
    'UPSTASH_REDIS_REST_URL and REDIS_URL lead to two databases: web keeps its sessions in the first, this process ' +
      "looks for them in the second - set REDIS_URL to the rediss:// address of Upstash's database, or unset UPSTASH_*",
  )
}
