import { type Job, Worker } from 'bullmq'
import type { Logger } from 'pino'
import { type QueueContract, type QueueName, queues as queueContracts } from '#server/contracts/jobs.ts'
import type { RedisClient } from '#server/redis/create-client.ts'
import type { Keys } from '#server/redis/keys.ts'
import { forgiveClosedConnection } from './forgive-closed-connection.ts'
import type { JobData } from './job-data.ts'
import type { JobHandlers } from './job-handler.ts'
import type { JobLedger } from './job-ledger.ts'
import { observeWorker } from './observe-worker.ts'
import { type AttemptOutcome, performJob } from './perform-job.ts'
import { queueNames } from './queue-names.ts'
import { type Attempt, RetryError, settleAttempt } from './settle-attempt.ts'
import { createStop, type StopSignal } from './stop-signal.ts'

export interface JobRuntime {
  start(): void
  /** false when the consumer of any queue has stopped. */
  isAlive(): boolean
  /** How many jobs of the queue run in this process, and when the last one began (milliseconds since the epoch). */
  activity(queue: QueueName): { readonly running: number; readonly lastStartedAtMs: number }
  /** Gives jobs whose worker has died back to the queue; true for a job takes two calls, some seconds apart. */
  recoverStalled(queue: QueueName): Promise<void>
  /**
   * Takes no further job and waits for the running ones; past the deadline they are told to abort and go back to
   * the queue at once, for another worker.
   */
  close(options: { readonly deadlineMs: number }): Promise<void>
}

/** What an attempt was and how it ended, for metrics. */
export interface AttemptReport {
  readonly name: string
  readonly queue: QueueName
  readonly outcome: AttemptOutcome['kind']
  readonly durationMs: number
}

export interface JobRuntimeOptions<S> {
  /** From `createQueueConnection()`: it waits for Redis to come back. Stays the caller's. */
  readonly connection: RedisClient
  readonly keys: Keys
  readonly handlers: JobHandlers<S>
  readonly services: S
  readonly ledger: JobLedger
  readonly log: Logger
  readonly onAttempt?: (report: AttemptReport) => void
  /** How long a job that this release does not know is left to a newer one before it is parked. */
  readonly parkAfterMs?: number
}

const hourMs = 3_600_000
/** The jobs that were told to abort have this long to settle and to go back to the queue. */
const handBackMs = 1_500

interface Consumer {
  readonly name: QueueName
  readonly worker: Worker<JobData>
  readonly activity: { running: number; lastStartedAtMs: number }
}

/** One consumer per queue of the contract. Nothing runs before `start()`. */
export function createJobRuntime<S>(options: JobRuntimeOptions<S>): JobRuntime {
  const consumers = new Map<QueueName, Consumer>()
  const stopping = createStop()
  const workers = () => [...consumers.values()].map(({ worker }) => worker)
  return {
    start: () => {
      for (const name of queueNames) consumers.set(name, openConsumer(name, { ...options, stopping }))
      for (const worker of workers()) worker.run().catch(forgiveClosedConnection)
    },
    isAlive: () => consumers.size > 0 && workers().every((worker) => worker.isRunning()),
    activity: (name) => consumers.get(name)?.activity ?? { running: 0, lastStartedAtMs: 0 },
    recoverStalled: async (name) => {
      const consumer = consumers.get(name)
      const jobIds = (await consumer?.worker.getBackend().moveStalledJobsToWait()) ?? []
      for (const jobId of jobIds) options.log.warn({ queue: name, jobId }, 'job lost its worker and starts again')
    },
    close: async ({ deadlineMs }) => {
      const pausing = Promise.all(workers().map((worker) => worker.pause().catch(forgiveClosedConnection)))
      let isDone = await settlesWithin(deadlineMs, pausing)
      stopping.stop()
      if (!isDone) {
        options.log.warn({ deadlineMs }, 'jobs not done in time go back to the queue')
        isDone = await settlesWithin(handBackMs, pausing)
      }
      await Promise.all(workers().map((worker) => worker.close(!isDone).catch(forgiveClosedConnection)))
      await settlesWithin(handBackMs, options.ledger.idle())
    },
  }
}

type ConsumerOptions<S> = JobRuntimeOptions<S> & { readonly stopping: StopSignal }

function openConsumer<S>(name: QueueName, options: ConsumerOptions<S>): Consumer {
  const { concurrency, rate }: QueueContract = queueContracts[name]
  const activity = { running: 0, lastStartedAtMs: 0 }
  const run = async (job: Job<JobData>, token = ''): Promise<void> => {
    activity.running += 1
    activity.lastStartedAtMs = Date.now()
    try {
      // BullMQ heeds a pause only where a rate is set.
      const pauseQueue = rate && ((forMs: number) => worker.getBackend().setRateLimit(forMs))
      // One that is not woken here the reconciler wakes.
      const wakeConsumer = async () => {
        await options.connection.zadd(worker.toKey('marker'), 0, '0').catch(() => undefined)
      }
      await attempt({ job, token, queue: name, pauseQueue, wakeConsumer }, options)
    } finally {
      activity.running -= 1
    }
  }
  const worker = new Worker<JobData>(options.keys.queueName(name), run, {
    connection: options.connection,
    prefix: options.keys.queuePrefix(),
    concurrency,
    ...(rate && { limiter: { max: rate.max, duration: rate.perMs } }),
    autorun: false,
    // An idle consumer asks Redis this rarely (seconds); a job that comes wakes it at once.
    drainDelay: 30,
    // Jobs bear repetition: a few crashes in a row must not turn one into a dead letter.
    maxStalledCount: 5,
    // A job of a killed worker starts again within 20 s; running ones renew their lock every 5 s.
    lockDuration: 10_000,
    // The reconciliation calls recoverStalled() while there are unfinished jobs, rather than each consumer for ever.
    skipStalledCheck: true,
    stalledInterval: 3_000,
    runRetryDelay: 1_000,
    settings: { backoffStrategy: (_attempts, _type, error) => (error instanceof RetryError ? error.delayMs : 1_000) },
  })
  observeWorker(worker, options.log.child({ queue: name }))
  return { name, worker, activity }
}

type Taken = Pick<Attempt, 'token' | 'queue' | 'pauseQueue' | 'wakeConsumer'> & { readonly job: Job<JobData> }

async function attempt<S>(taken: Taken, options: ConsumerOptions<S>): Promise<void> {
  const { job, queue } = taken
  const { handlers, services, ledger, stopping } = options
  let ownLog: Logger | undefined
  const log = () => (ownLog ??= options.log.child({ queue, job: job.name, jobId: job.id }))
  const number = (job.data.attempts ?? 0) + job.attemptsMade + 1
  const startedMs = performance.now()
  const outcome = await performJob({
    ...{ id: job.id ?? '', name: job.name, data: job.data, attempt: number },
    isLastInQueue: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
    ...{ handlers, services, ledger, log, stopping },
  })
  const durationMs = performance.now() - startedMs
  options.onAttempt?.({ name: job.name, queue, outcome: outcome.kind, durationMs })
  const { parkAfterMs = hourMs } = options
  await settleAttempt(outcome, { ...taken, number, ledger, log, parkAfterMs })
}

async function settlesWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const isDone = await Promise.race([work.then(() => true), deadline])
  clearTimeout(timer)
  return isDone
}
