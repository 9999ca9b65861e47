import { type Job, Worker } from 'bullmq'
import type { Logger } from 'pino'
import { type QueueName, queues as queueContracts } from '#server/contracts/jobs.ts'
import type { RedisClient } from '#server/redis/create-client.ts'
import type { Keys } from '#server/redis/keys.ts'
import { forgiveClosedConnection } from './forgive-closed-connection.ts'
import type { JobData } from './job-data.ts'
import type { JobHandlers } from './job-handler.ts'
import { performJob } from './perform-job.ts'
import { retryDelayMs } from './retry-delay.ts'

export interface JobRuntime {
  start(): void
  /** false when the consumer of any queue has stopped. */
  isAlive(): boolean
  /**
   * Takes no further job and waits for the running ones; past the deadline they are told to abort and left to
   * another worker, which takes them over when their lock has expired.
   */
  close(options: { readonly deadlineMs: number }): Promise<void>
}

interface JobRuntimeOptions<S> {
  /** From `createQueueConnection()`: it waits for Redis to come back. Stays the caller's. */
  readonly connection: RedisClient
  readonly keys: Keys
  readonly handlers: JobHandlers<S>
  readonly services: S
  readonly log: Logger
}

type QueueWorker = Worker<JobData>

/** One consumer per queue of the contract. Nothing runs before `start()`. */
export function createJobRuntime<S>(options: JobRuntimeOptions<S>): JobRuntime {
  const workers: QueueWorker[] = []
  const open = (name: QueueName): QueueWorker => {
    const log = options.log.child({ queue: name })
    const worker: QueueWorker = new Worker(
      options.keys.queueName(name),
      (job: Job<JobData>, _token?: string, signal?: AbortSignal) => run(options, job, signal),
      {
        connection: options.connection,
        prefix: options.keys.queuePrefix(),
        concurrency: queueContracts[name].concurrency,
        autorun: false,
        // Jobs bear repetition: a few crashes in a row must not turn one into a dead letter.
        maxStalledCount: 5,
        // A job of a killed worker starts again within 15 s; running ones renew their lock every 5 s.
        lockDuration: 10_000,
        stalledInterval: 5_000,
        runRetryDelay: 1_000,
        settings: { backoffStrategy: retryDelayMs },
      },
    )
    return observe(worker, log)
  }
  return {
    start: () => {
      for (const name of queueNames()) workers.push(open(name))
      for (const worker of workers) worker.run().catch(forgiveClosedConnection)
    },
    isAlive: () => workers.length > 0 && workers.every((worker) => worker.isRunning()),
    close: async ({ deadlineMs }) => {
      const isDone = await settlesWithin(
        deadlineMs,
        Promise.all(workers.map((worker) => worker.pause().catch(forgiveClosedConnection))),
      )
      if (!isDone) options.log.warn({ deadlineMs }, 'jobs not done in time are left to another worker')
      for (const worker of workers) worker.cancelAllJobs('the process stops')
      await Promise.all(workers.map((worker) => worker.close(!isDone).catch(forgiveClosedConnection)))
    },
  }
}

function run<S>(options: JobRuntimeOptions<S>, job: Job<JobData>, signal?: AbortSignal): Promise<void> {
  const id = job.id ?? ''
  return performJob({
    id,
    name: job.name,
    data: job.data,
    handlers: options.handlers,
    services: options.services,
    log: options.log.child({ job: job.name, jobId: id }),
    signal: signal ?? new AbortController().signal,
  })
}

/** Quiet when all is well: one line per failure, and one when Redis goes away rather than one per reconnection. */
function observe(worker: QueueWorker, log: Logger): QueueWorker {
  let isTroubled = false
  worker.on('completed', (job) => {
    isTroubled = false
    log.debug({ job: job.name, jobId: job.id }, 'job done')
  })
  worker.on('failed', (job, error) => {
    const isFinal = job === undefined || job.finishedOn !== undefined
    const line = { job: job?.name, jobId: job?.id, attempt: job?.attemptsMade, err: error }
    if (isFinal) log.error(line, 'job failed for good and is kept')
    else log.warn(line, 'job failed and will be tried again')
  })
  worker.on('stalled', (jobId) => log.warn({ jobId }, 'job lost its worker and starts again'))
  worker.on('ready', () => {
    isTroubled = false
  })
  worker.on('error', (error) => {
    if (!isTroubled) log.warn({ err: error }, 'queue consumer in trouble')
    isTroubled = true
  })
  return worker
}

const queueNames = (): QueueName[] =>
  Object.keys(queueContracts).filter((name): name is QueueName => Object.hasOwn(queueContracts, name))

async function settlesWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const isDone = await Promise.race([work.then(() => true), deadline])
  clearTimeout(timer)
  return isDone
}
