import { pingDatabase } from '#db/queries/health.ts'
import { claimOutbox, markOutboxRelayed, outboxLag, releaseOutbox } from '#db/queries/outbox.ts'
import { createJobRuntime } from '#server/jobs/job-runtime.ts'
import { createQueues } from '#server/jobs/queues.ts'
import { createRelay, type Outbox } from '#server/jobs/relay.ts'
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

/** Relay, job consumers, change feed and health of one worker process. */
export function createWorker(services: ConnectedServices): Worker {
  const { env, redis, keys, db, log, pubsub } = services
  // The relay must fail while Redis is down, not wait: its rows then stay for whoever comes next.
  const onError = (error: Error) => log.debug({ err: error }, 'queue connection')
  const queues = createQueues({ connection: redis.state, keys, onError })
  const outbox = outboxOf(services)
  const relay = createRelay({ outbox, queues, pubsub, channel: keys.outboxChannel(), log })
  const connection = redis.createQueueConnection()
  const runtime = createJobRuntime({ connection, keys, handlers, services, log })
  const changeFeed = changeFeedOf(services)
  const health = createHealthServer({
    redis: async () => (await redis.state.ping()) === 'PONG',
    database: async () => isReachable(await pingDatabase(db)),
    relay: () => relay.isAlive(),
    jobs: () => runtime.isAlive(),
    ...(changeFeed && { changeFeed: () => changeFeed.isAlive() }),
  })
  return {
    start: async () => {
      await redis.ready()
      const { waiting } = await outboxLag(db)
      runtime.start()
      relay.start()
      changeFeed?.start()
      const port = await health.listen(env.WORKER_PORT)
      log.info({ port, waiting }, 'worker runs')
    },
    close: async () => {
      await health.close()
      await changeFeed?.close()
      await relay.close()
      await runtime.close({ deadlineMs: jobDeadlineMs })
      await queues.close()
    },
  }
}

const outboxOf = ({ db }: Services): Outbox => ({
  claim: (options) => claimOutbox(db, options),
  markRelayed: async (ids) => {
    await markOutboxRelayed(db, ids)
  },
  release: async (ids) => {
    await releaseOutbox(db, ids)
  },
})

const isReachable = ({ rest, direct }: Awaited<ReturnType<typeof pingDatabase>>): boolean =>
  rest.ok && direct?.ok !== false
