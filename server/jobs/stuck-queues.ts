import type { QueueName } from '#server/contracts/jobs.ts'
import type { QueueCounts } from './count-queues.ts'
import type { JobRuntime } from './job-runtime.ts'
import { queueNames } from './queue-names.ts'

interface StuckQueuesOptions {
  readonly count: () => Promise<QueueCounts>
  readonly activity: JobRuntime['activity']
  /** How long a queue may have waiting jobs of which nobody starts one. */
  readonly stuckAfterMs: number
  readonly clock?: () => number
}

/**
 * Judges consumers by what they do: a queue is stuck when jobs have waited in it for `stuckAfterMs` while no worker
 * runs any and this one has begun none. Answers its names. It sees as often as it is asked, so the first answer is
 * always "none"; a queue that has just begun something here costs Redis nothing.
 */
export function createStuckQueues(options: StuckQueuesOptions): () => Promise<readonly QueueName[]> {
  const { clock = Date.now } = options
  const waitingSinceMs = new Map<QueueName, number>()
  return async () => {
    const now = clock()
    const isBusy = (name: QueueName) => {
      const { running, lastStartedAtMs } = options.activity(name)
      return running > 0 || now - lastStartedAtMs < options.stuckAfterMs
    }
    const quiet = queueNames.filter((name) => !isBusy(name))
    const counts = quiet.length > 0 ? await options.count() : undefined
    for (const name of queueNames) {
      const waits = quiet.includes(name) && counts && counts[name].waiting > 0 && counts[name].active === 0
      if (!waits) waitingSinceMs.delete(name)
      else if (!waitingSinceMs.has(name)) waitingSinceMs.set(name, now)
    }
    return queueNames.filter((name) => now - (waitingSinceMs.get(name) ?? now) >= options.stuckAfterMs)
  }
}
