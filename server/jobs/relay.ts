import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import { exponentialDelayMs } from './back-off.ts'
import { createBell } from './bell.ts'
import type { Queues } from './queues.ts'

/** The table that a relay empties; rows claimed are hidden from other relays until the lease ends. */
export interface Outbox {
  claim(options: { readonly limit: number; readonly leaseMs: number }): Promise<readonly OutboxJob[]>
  markRelayed(ids: readonly string[]): Promise<void>
  /** Ends the lease of rows that the queue could not take. */
  release(ids: readonly string[]): Promise<void>
}

export interface Relay {
  start(): void
  /** true while the loop turns; a loop that waits out a failure turns, too. */
  isAlive(): boolean
  /** Finishes the batch in hand. */
  close(): Promise<void>
}

interface RelayOptions {
  readonly outbox: Outbox
  readonly queues: Pick<Queues, 'add'>
  readonly pubsub: Pick<PubSub, 'subscribe'>
  /** Where writers of the outbox say that there is something to do. */
  readonly channel: string
  readonly log: Logger
  readonly pollMs?: number
  readonly leaseMs?: number
  readonly batchSize?: number
  readonly clock?: () => number
}

const stuckAfterMs = 15_000
const failureBaseMs = 250
const failureMaxMs = 5_000

/**
 * Moves outbox rows into the queues: claim, add under the row's id, mark. A crash between add and mark means the
 * row is claimed and added again, and BullMQ leaves a known id alone. Any number of relays may run.
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
      lastTurnAtMs = clock()
      const moved = await attempt(options)
      failures = noteOutcome(options.log, moved, failures)
      if (moved === 'failed') await pause(failures, signal)
      else if (moved === 'idle') await bell.wait({ timeoutMs: pollMs, signal })
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

type Turn = 'moved' | 'idle' | 'failed'

async function attempt(options: RelayOptions): Promise<Turn> {
  try {
    return await turn(options)
  } catch (error) {
    options.log.debug({ err: error }, 'the outbox could not be relayed')
    return 'failed'
  }
}

async function turn({ outbox, queues, log, batchSize = 100, leaseMs = 30_000 }: RelayOptions): Promise<Turn> {
  const jobs = await outbox.claim({ limit: batchSize, leaseMs })
  if (jobs.length === 0) return 'idle'
  const ids = jobs.map(({ id }) => id)
  try {
    await queues.add(jobs)
  } catch (error) {
    // Left claimed, they would wait for the end of the lease although Redis may be back in a moment.
    await outbox.release(ids)
    throw error
  }
  await outbox.markRelayed(ids)
  log.debug({ count: jobs.length }, 'outbox rows relayed')
  return 'moved'
}

/** One line when trouble starts and one when it ends. */
function noteOutcome(log: Logger, moved: Turn, failures: number): number {
  if (moved === 'failed') {
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
