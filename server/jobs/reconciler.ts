import type { Logger } from 'pino'
import type { RelayedJob } from '#db/queries/outbox.ts'
import type { UnfinishedJob } from '#db/queries/reconcile-jobs.ts'
import type { QueueName } from '#server/contracts/jobs.ts'
import { createBell } from './bell.ts'
import { contractOf, isJobName } from './contract-of.ts'
import type { JobLedger } from './job-ledger.ts'
import { lookUpJobs, type QueuedState } from './look-up-jobs.ts'
import { queueNames } from './queue-names.ts'
import type { Queues } from './queues.ts'
import { reasonOf } from './read-payload.ts'

/** What the reconciler asks of Postgres. */
export interface UnfinishedJobs {
  /** True for the one worker whose turn it is. */
  takeTurn(forMs: number): Promise<boolean>
  /** Relayed and due at least `olderMs` ago, by id. */
  list(page: {
    readonly afterId: string | undefined
    readonly limit: number
    readonly olderMs: number
  }): Promise<readonly UnfinishedJob[]>
  /** Rows that no release has known for that long become dead letters; answers how many. */
  parkUnknown(olderMs: number): Promise<number>
  /** Those of them that are in the queue for that long wait for a relay that knows them; answers how many. */
  releaseUnknown(page: { readonly ids: readonly string[]; readonly olderMs: number }): Promise<number>
}

export interface Reconciler {
  start(): void
  /** Redis has come back, perhaps with less than it had: looks at all jobs, soon. */
  ring(): void
  isAlive(): boolean
  close(): Promise<void>
}

export interface ReconcilerOptions {
  readonly unfinished: UnfinishedJobs
  readonly queues: Pick<Queues, 'add' | 'byName' | 'redis'>
  readonly ledger: Pick<JobLedger, 'done' | 'bury'>
  /** Gives jobs whose worker died back to their queue. */
  readonly recoverStalled: (queue: QueueName) => Promise<void>
  readonly log: Logger
  readonly everyMs?: number
  /** Younger ones may be on their way into the queue. */
  readonly olderMs?: number
  readonly pageSize?: number
  readonly parkAfterMs?: number
  readonly clock?: () => number
}

const stuckAfterMs = 60_000
const hourMs = 3_600_000

/**
 * Compares what Postgres says is unfinished with what Redis knows: a job that is missing there is added again, one that
 * ended there gets its end written down, and one whose worker died goes back. So a wipe, a rollback or a crash between
 * any two steps heals. Any number of workers run one; they take turns. With nothing unfinished it asks Redis nothing.
 */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { log, everyMs = 5_000, clock = Date.now } = options
  const stopping = new AbortController()
  const bell = createBell()
  let loop: Promise<void> | undefined
  let lastTurnAtMs = 0
  let wasRung = false
  let isTroubled = false

  async function run(): Promise<void> {
    const { signal } = stopping
    let afterId: string | undefined
    while (!signal.aborted) {
      lastTurnAtMs = clock()
      const isThorough = wasRung
      wasRung = false
      try {
        afterId = await takeTurn(options, { afterId, isThorough, signal })
        isTroubled = false
      } catch (error) {
        // Not taken, it is taken up again: whoever comes next begins at the first.
        wasRung ||= isThorough
        if (!isTroubled) log.warn({ err: error }, 'jobs cannot be compared with the queue; it is tried again')
        isTroubled = true
      }
      await bell.wait({ timeoutMs: everyMs, signal })
    }
  }

  return {
    start: () => {
      loop ??= run()
    },
    ring: () => {
      wasRung = true
      bell.ring()
    },
    isAlive: () => loop !== undefined && !stopping.signal.aborted && clock() - lastTurnAtMs < stuckAfterMs,
    close: async () => {
      stopping.abort()
      await loop
    },
  }
}

interface Turn {
  /** Where the turn before ended; undefined: begins at the oldest. */
  readonly afterId: string | undefined
  /** All jobs, rather than one page after the other. */
  readonly isThorough: boolean
  readonly signal: AbortSignal
}

/** Goes on while jobs are missing. Returns where the next turn begins. */
async function takeTurn(options: ReconcilerOptions, turn: Turn): Promise<string | undefined> {
  const { unfinished, everyMs = 5_000, olderMs = 5_000, pageSize = 500, parkAfterMs = hourMs, log } = options
  // A little less than the pause, so that the same worker may go on; after an outage each looks for itself.
  if (!(await unfinished.takeTurn(Math.round(everyMs * 0.9))) && !turn.isThorough) return undefined
  const parked = await unfinished.parkUnknown(parkAfterMs)
  if (parked > 0) log.error({ parked }, 'jobs that no release knows are dead letters now')
  const alive = new Set<QueueName>()
  let afterId = turn.isThorough ? undefined : turn.afterId
  while (!turn.signal.aborted) {
    const page = await unfinished.list({ afterId, limit: pageSize, olderMs })
    const missing = await settlePage(page, { options, alive })
    afterId = page.length < pageSize ? undefined : page.at(-1)?.id
    // The jobs of a dead worker may be pages away: none waits for its page's turn.
    if (afterId !== undefined) for (const queue of queueNames) alive.add(queue)
    if (afterId === undefined || (missing === 0 && !turn.isThorough)) break
  }
  for (const queue of alive) await wakeQueue(queue, options)
  return afterId
}

/** A marker that was lost with the worker that took it, and jobs that were lost with theirs. */
async function wakeQueue(name: QueueName, { queues, recoverStalled }: ReconcilerOptions): Promise<void> {
  await recoverStalled(name)
  await queues.redis.zadd(queues.byName[name].toKey('marker'), 0, '0')
}

interface Page {
  readonly options: ReconcilerOptions
  /** Collects the queues in which jobs live. */
  readonly alive: Set<QueueName>
}

/** Returns how many were missing. */
async function settlePage(page: readonly UnfinishedJob[], { options, alive }: Page): Promise<number> {
  const { queues, log } = options
  await releaseUnknown(page, options)
  const known = page.flatMap((job) => {
    const { name } = job
    return isJobName(name) ? [{ ...job, name, queue: contractOf(name).queue }] : []
  })
  const states = await lookUpJobs(queues, known)
  const missing: RelayedJob[] = []
  for (const [index, job] of known.entries()) {
    const state = states[index] ?? { kind: 'missing' }
    if (state.kind === 'alive') alive.add(job.queue)
    else if (state.kind === 'missing') missing.push(job)
    else await writeEnd(job, { state, options })
  }
  const lost = missing.filter((job) => !mayStillRun(job))
  if (lost.length > 0) {
    await queues.add(lost)
    log.warn({ count: lost.length }, 'jobs that the queue had lost are in it again')
  }
  return missing.length
}

/** A later release relayed them. Its relay adds them anew, should Redis have lost them; without one they are parked. */
async function releaseUnknown(page: readonly UnfinishedJob[], options: ReconcilerOptions): Promise<void> {
  const { unfinished, parkAfterMs = hourMs, log } = options
  const ids = page.filter(({ name }) => !isJobName(name)).map(({ id }) => id)
  if (ids.length === 0) return
  const released = await unfinished.releaseUnknown({ ids, olderMs: parkAfterMs })
  if (released > 0) log.warn({ released }, 'jobs that this release does not know wait for one that does')
}

type KnownJob = RelayedJob & Pick<UnfinishedJob, 'runningMs'> & { readonly queue: QueueName }

/** Redis has lost it, but a worker may be at it: it writes down its end, or its time is over. */
const mayStillRun = (job: RelayedJob & { readonly runningMs?: number | null }): boolean =>
  typeof job.runningMs === 'number' && job.runningMs < contractOf(job.name).timeoutMs + 1_000

async function writeEnd(
  job: KnownJob,
  { state, options }: { state: Extract<QueuedState, { attempts: number }>; options: ReconcilerOptions },
): Promise<void> {
  const { ledger, log } = options
  const attempts = job.attempts + state.attempts
  if (state.kind === 'completed') return ledger.done({ id: job.id, attempts })
  log.error({ job: job.name, jobId: job.id, error: state.error }, 'job failed for good')
  const { id, name, version, payload, queue } = job
  const isKept = contractOf(name).whenFailed === 'keep'
  const end = { id, name, version, payload, queue, reason: reasonOf(state.error), error: state.error, isKept }
  await ledger.bury({ ...end, attempt: attempts })
}
