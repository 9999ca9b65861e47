import type { Logger } from 'pino'
import { messageOf } from './redis-errors.ts'

/** Says once that something stopped working and why, and once that it works again, however many calls lie between. */
export function createOutageLog(log: Logger, what: string) {
  let isOut = false
  return {
    failed(error: unknown): void {
      if (!isOut) log.warn({ reason: messageOf(error) }, `${what} cannot use Redis`)
      isOut = true
    },
    worked(): void {
      if (isOut) log.info(`${what} can use Redis again`)
      isOut = false
    },
  }
}
