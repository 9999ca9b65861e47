import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseUnavailableError } from '#db/errors.ts'

interface Patience {
  readonly longestMs?: number
  readonly everyMs?: number
}

/**
 * Repeats a call that bears it while the database is away, as over a restart: around a call of WhatsApp, to give up and
 * run again would leave a message unknown that this process knows everything of.
 */
export async function whileDatabaseAway<T>(
  call: () => Promise<T>,
  { longestMs = 20_000, everyMs = 500 }: Patience = {},
): Promise<T> {
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs += everyMs) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error
      await delay(everyMs)
    }
  }
  return call()
}
