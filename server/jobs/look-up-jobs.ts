import type { QueueName } from '#server/contracts/jobs.ts'
import type { Queues } from './queues.ts'

/** What Redis says of a job. */
export type QueuedState =
  /** It knows nothing of it. */
  | { readonly kind: 'missing' }
  /** It waits, is delayed, or runs. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'completed'; readonly attempts: number }
  | { readonly kind: 'failed'; readonly attempts: number; readonly error: string }

interface WantedJob {
  readonly id: string
  readonly queue: QueueName
}

type LookedUp = Pick<Queues, 'byName' | 'redis'>

/** One round trip for any number of jobs; answers in the order of the questions. */
export async function lookUpJobs({ byName, redis }: LookedUp, wanted: readonly WantedJob[]): Promise<QueuedState[]> {
  const pipeline = redis.pipeline()
  for (const { id, queue } of wanted) pipeline.hmget(byName[queue].toKey(id), ...fields)
  const answers = (await pipeline.exec()) ?? []
  return answers.map(([error, values]) => {
    if (error) throw error
    return stateOf(Array.isArray(values) ? values.map(textOrNull) : [])
  })
}

/** BullMQ's own names: attempts made, when it ended, what it returned, why it failed. `name` is there in every job. */
const fields = ['name', 'finishedOn', 'returnvalue', 'failedReason', 'atm'] as const

type Fields = readonly (string | null)[]

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function stateOf([name, finishedOn, returnValue, failedReason, attemptsMade]: Fields = []): QueuedState {
  if (name === null || name === undefined) return { kind: 'missing' }
  if (finishedOn === null || finishedOn === undefined) return { kind: 'alive' }
  const attempts = Number(attemptsMade ?? 0)
  // A job that failed before it was completed keeps the reason of its failure.
  if (returnValue !== null && returnValue !== undefined) return { kind: 'completed', attempts }
  return { kind: 'failed', attempts, error: failedReason ?? 'failed in the queue' }
}
