import { pingDatabase } from '#db/queries/health.ts'
import { readJobTotals } from '#db/queries/job-totals.ts'
import { outboxLag } from '#db/queries/outbox.ts'
import { schedules } from '#server/contracts/schedules.ts'
import { countQueues } from '#server/jobs/count-queues.ts'
import type { JobHandlers } from '#server/jobs/job-handler.ts'
import { createJobLedger } from '#server/jobs/job-ledger.ts'
import { createJobMetrics } from '#server/jobs/job-metrics.ts'
import { createJobRuntime } from '#server/jobs/job-runtime.ts'
import { outboxOf } from '#server/jobs/outbox.ts'
import { createQueues } from '#server/jobs/queues.ts'
import { createReconciler } from '#server/jobs/reconciler.ts'
import { createRelay } from '#server/jobs/relay.ts'
import { createScheduler } from '#server/jobs/scheduler.ts'
import { createStuckQueues } from '#server/jobs/stuck-queues.ts'
import { unfinishedJobsOf } from '#server/jobs/unfinished-jobs.ts'
import type { ConnectedServices, Services } from '#server/services.ts'
import { changeFeedOf } from './change-feed-of.ts'
import { handlers } from './handlers.ts'
import { createHealthServer } from './health-server.ts'

export interface Worker {
  /** Rejects, with what to change, when Redis or the database cannot be used. */
  start(): Promise<void>
  /** Takes nothing new, lets the running jobs finish within six seconds, and leaves the services open. */
  close(): Promise<void>
}

/** Less than the deadline of the whole process (run-process.ts): the connections still have to close. */
const jobDeadlineMs = 6_000

interface WorkerOptions {
  /** How long a job that this release does not know is left to a newer one before it is parked. */
  readonly parkAfterMs?: number
  /** Others than the product's, for measurements. */
  readonly handlers?: JobHandlers<Services>
}

/** Relay, reconciler, scheduler, job consumers, change feed, health and metrics of one worker process. */
export function createWorker(services: ConnectedServices, options: WorkerOptions = {}): Worker {
  const { env, redis, db, log } = services
  const { queues, relay, reconciler, scheduler, runtime, metrics } = jobPartsOf(services, options)
  const changeFeed = changeFeedOf(services)
  const findStuck = createStuckQueues({
    count: () => countQueues(queues),
    activity: runtime.activity,
    stuckAfterMs: env.ALERT_WORKER_SILENT_SECONDS * 1_000,
  })
  const checks = {
    redis: async () => (await redis.state.ping()) === 'PONG',
    database: async () => isReachable(await pingDatabase(db)),
    relay: () => relay.isAlive() && reconciler.isAlive() && scheduler.isAlive(),
    // Without Redis nothing can start: that is not the consumers' fault.
    jobs: async () => runtime.isAlive() && (await findStuck().catch(() => [])).length === 0,
    ...(changeFeed && { changeFeed: () => changeFeed.isAlive() }),
  }
  const health = createHealthServer(checks, metrics)
  return {
    start: async () => {
      await redis.ready()
      const { waiting } = await outboxLag(db)
      runtime.start()
      relay.start()
      redis.state.on('ready', reconciler.ring)
      reconciler.start()
      scheduler.start()
      changeFeed?.start()
      const port = await health.listen(env.WORKER_PORT)
      log.info({ port, waiting }, 'worker runs')
    },
    close: async () => {
      await health.close()
      await changeFeed?.close()
      redis.state.off('ready', reconciler.ring)
      await Promise.all([scheduler.close(), reconciler.close(), relay.close()])
      await runtime.close({ deadlineMs: jobDeadlineMs })
      await queues.close()
    },
  }
}

function jobPartsOf(services: ConnectedServices, options: WorkerOptions) {
  const { redis, keys, db, log, pubsub } = services
  // The relay must fail while Redis is down, not wait: its rows then stay for whoever comes next.
  const onError = (error: Error) => log.debug({ err: error }, 'queue connection')
  const queues = createQueues({ connection: redis.state, store: redis.stateStore, keys, onError })
  const ledger = createJobLedger(db)
  const metrics = createJobMetrics({ readTotals: () => readJobTotals(db), countQueues: () => countQueues(queues) })
  const { onAttempt } = metrics
  const connection = redis.createQueueConnection()
  const runtime = createJobRuntime({ handlers, ...options, connection, keys, services, ledger, log, onAttempt })
  const { recoverStalled } = runtime
  return {
    ...{ queues, runtime, metrics },
    relay: createRelay({ outbox: outboxOf(db), queues, pubsub, channel: keys.outboxChannel(), log }),
    reconciler: createReconciler({
      ...{ unfinished: unfinishedJobsOf(db), queues, ledger, recoverStalled, log },
      ...(options.parkAfterMs !== undefined && { parkAfterMs: options.parkAfterMs }),
    }),
    scheduler: createScheduler({ db, schedules, log }),
  }
}

const isReachable = ({ rest, direct }: Awaited<ReturnType<typeof pingDatabase>>): boolean =>
  rest.ok && direct?.ok !== false
