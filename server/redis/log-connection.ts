import type { Logger } from 'pino'
import type { RedisClient } from './create-client.ts'
import { messageOf } from './redis-errors.ts'

/** Says once that a connection is lost and why, and once that it is back, however many attempts lie between. */
export function logConnection(client: RedisClient, log: Logger): void {
  let reported: string | undefined
  const onError = (error: unknown) => {
    const reason = messageOf(error)
    if (reason === reported) return
    reported = reason
    log.warn({ reason }, 'Redis connection failed, trying again')
  }
  client.on('error', onError)
  client.on('ready', () => {
    log[reported === undefined ? 'debug' : 'info']('Redis connection ready')
    reported = undefined
  })
}
