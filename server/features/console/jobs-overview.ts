import { z } from 'zod'
import { jobFigures, readJobFigures } from '#db/queries/job-figures.ts'
import { readJobTotals } from '#db/queries/job-totals.ts'
import { jobs, type QueueName, queues } from '../../contracts/jobs.ts'
import { type QueueCounts, readQueueCounts } from '../../redis/queue-counts.ts'
import type { Services } from '../../services.ts'

const queueName = z.enum(Object.keys(queues).filter((name): name is QueueName => Object.hasOwn(queues, name)))

const count = z.number()

const queueCounts = z.object({
  queue: queueName,
  waiting: count,
  active: count,
  delayed: count,
  failed: count,
  isPaused: z.boolean(),
  /** Jobs at once in one worker. */
  concurrency: count,
})

/** Where jobs are right now, and what became of those of the last hour. */
export const jobsOverview = z.object({
  outbox: z.object({
    /** Due and not in the queue yet, and the age of the oldest in ms. */
    waiting: count,
    oldestMs: count,
    /** For a later moment. */
    later: count,
    /** In the queue or running. */
    unfinished: count,
    /** Dead letters that wait for a decision. */
    deadLetters: count,
  }),
  /** null while Redis does not answer. */
  queues: z.array(queueCounts).nullable(),
  /** Jobs of the last hour; `queue` is null for a name of another release. */
  jobs: z.array(jobFigures.extend({ queue: queueName.nullable() })),
})

const minutes = 60

export async function readJobsOverview({ db, redis, keys }: Services): Promise<z.output<typeof jobsOverview>> {
  const [outbox, figures, counts] = await Promise.all([
    readJobTotals(db),
    readJobFigures(db, { minutes }),
    readQueueCounts({ store: redis.stateStore, keys }).catch(() => null),
  ])
  return {
    outbox,
    queues: counts?.map(withConcurrency) ?? null,
    jobs: figures.map((figure) => ({ ...figure, queue: queueOf(figure.name) })),
  }
}

const withConcurrency = (counts: QueueCounts) => ({ ...counts, concurrency: queues[counts.queue].concurrency })

export const queueOf = (name: string): QueueName | null =>
  Object.entries(jobs).find(([known]) => known === name)?.[1].queue ?? null
