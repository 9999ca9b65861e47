import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { RelayedJob } from '#db/queries/outbox.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import { exponentialDelayMs } from './back-off.ts'
import { createBell } from './bell.ts'
import type { Outbox } from './outbox.ts'
import type { Queues } from './queues.ts'

export interface Relay {
  start(): void
  /** true while the loop turns; a loop that waits out a failure turns, too. */
  isAlive(): boolean
  /** Finishes the batch in hand. */
  close(): Promise<void>
}

export interface RelayOptions {
  readonly outbox: Outbox
  readonly queues: Pick<Queues, 'add'>
  readonly pubsub: Pick<PubSub, 'subscribe'>
  /** Where writers of the outbox say that there is something to do. */
  readonly channel: string
  readonly log: Logger
  readonly pollMs?: number
  readonly batchSize?: number
  readonly clock?: () => number
}

const stuckAfterMs = 15_000
const failureBaseMs = 250
const failureMaxMs = 5_000

/**
 * Moves due outbox rows into the queues. Claiming marks them as relayed: a crash before they are in the queue leaves
 * rows that the queue does not know, which the reconciler finds and adds. Any number of relays may run.
 */
export function createRelay(options: RelayOptions): Relay {
  const clock = options.clock ?? Date.now
  const pollMs = options.pollMs ?? 1_000
  const stopping = new AbortController()
  const bell = createBell()
  let loop: Promise<void> | undefined
  let lastTurnAtMs = 0

  async function run(): Promise<void> {
    const { signal } = stopping
    let failures = 0
    while (!signal.aborted) {
      const onTurn = () => {
        lastTurnAtMs = clock()
      }
      const end = await drain(options, { signal, onTurn })
      failures = noteOutcome(options.log, end, failures)
      if (end.failed) await pause(failures, signal)
      else await bell.wait({ timeoutMs: Math.min(pollMs, Math.max(1, end.nextInMs ?? pollMs)), signal })
    }
  }

  return {
    start: () => {
      loop ??= listenWhile(options, { ring: bell.ring, signal: stopping.signal, work: run })
    },
    isAlive: () => loop !== undefined && !stopping.signal.aborted && clock() - lastTurnAtMs < stuckAfterMs,
    close: async () => {
      stopping.abort()
      await loop
    },
  }
}

interface DrainEnd {
  readonly failed: boolean
  /** When the next row is due, if it is known. */
  readonly nextInMs?: number | null
}

/** Until nothing is due. While one batch goes into the queue the next is claimed. */
async function drain(
  options: RelayOptions,
  { signal, onTurn }: { signal: AbortSignal; onTurn: () => void },
): Promise<DrainEnd> {
  const { outbox, log, batchSize = 250 } = options
  let adding = Promise.resolve(true)
  try {
    while (!signal.aborted) {
      onTurn()
      const { jobs, nextInMs } = await outbox.claim({ limit: batchSize })
      if (!(await adding)) {
        await outbox.unclaim(jobs.map(({ id }) => id))
        return { failed: true }
      }
      if (jobs.length === 0) return { failed: false, nextInMs }
      adding = addOrGiveBack(jobs, options)
    }
    return { failed: !(await adding) }
  } catch (error) {
    log.debug({ err: error }, 'the outbox could not be read')
    await adding
    return { failed: true }
  }
}

/** Never throws. Rows that cannot be given back either are found by the reconciler. */
async function addOrGiveBack(jobs: readonly RelayedJob[], { outbox, queues, log }: RelayOptions): Promise<boolean> {
  try {
    await queues.add(jobs)
    log.debug({ count: jobs.length }, 'outbox rows relayed')
    return true
  } catch (error) {
    log.debug({ err: error }, 'the queue did not take outbox rows')
    await outbox.unclaim(jobs.map(({ id }) => id)).catch(() => undefined)
    return false
  }
}

/** One line when trouble starts and one when it ends. */
function noteOutcome(log: Logger, { failed }: DrainEnd, failures: number): number {
  if (failed) {
    if (failures === 0) log.warn('the outbox cannot be relayed: Redis or the database is away; rows are kept')
    return failures + 1
  }
  if (failures > 0) log.info({ failures }, 'the outbox is relayed again')
  return 0
}

/** Not cut short by the bell: writers must not hurry a relay that has just failed. */
async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const waitMs = exponentialDelayMs({ baseMs: failureBaseMs, attempt: failures, maxMs: failureMaxMs })
  await delay(waitMs, undefined, { signal }).catch(() => undefined)
}

/** Listens for wake-ups as long as the work lasts. Without Redis the work goes on by polling, and listening is retried. */
async function listenWhile(
  options: RelayOptions,
  given: { ring: () => void; signal: AbortSignal; work: () => Promise<void> },
): Promise<void> {
  const listening = listen(options, given)
  await given.work()
  const stop = await listening
  await stop?.().catch(() => undefined)
}

async function listen(
  { pubsub, channel }: RelayOptions,
  { ring, signal }: { ring: () => void; signal: AbortSignal },
): Promise<(() => Promise<void>) | undefined> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      return await pubsub.subscribe(channel, ring)
    } catch {
      await pause(failures + 1, signal)
    }
  }
  return undefined
}
