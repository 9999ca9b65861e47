import { listDeadLetters } from '#db/queries/dead-letters.ts'
import { redriveDeadLetters } from '#server/jobs/redrive-dead-letters.ts'
import type { Random } from '#tests/support/random.ts'
import type { Ground } from '../chat/world.ts'
import type { Restartable } from '../restartable.ts'
import { forgetLimits } from './forget-limits.ts'
import type { People } from './people.ts'
import { startAtLast } from './start-at-last.ts'
import type { JobsWorld } from './world.ts'

/** What a scenario may do while people write. */
export interface Scene extends SceneParts {
  sleep(ms: number): Promise<void>
  /** kill -9, a pause, and up again, however often starting fails because something else is away. */
  killAndRestart(process: Restartable, pauseMs: number): Promise<void>
  killAndRestartRedis(pauseMs: number): Promise<void>
  /** Everything that has failed for good is tried once more, as from the console. */
  redriveDeadLetters(): Promise<void>
  /** Starts again whatever worker ends, until called off; answers how often one had ended. */
  superviseWorkers(): () => Promise<number>
  /** Everybody's limits begin anew. */
  forgetLimits(): Promise<void>
  /** Recorded in the table. */
  note(text: string): void
}

export interface SceneParts {
  readonly ground: Ground
  readonly world: JobsWorld
  readonly people: People
  readonly random: Random
  readonly seed: number
  /** Of the whole scenario. */
  readonly enqueues: number
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export function createScene(parts: SceneParts, note: (text: string) => void): Scene {
  const { redis, services } = parts.world
  return {
    ...parts,
    ...{ sleep, note },
    async killAndRestart(process, pauseMs) {
      process.kill('SIGKILL')
      await process.part().exited
      await sleep(pauseMs)
      await startAtLast(() => process.start())
    },
    async killAndRestartRedis(pauseMs) {
      await redis.kill()
      await sleep(pauseMs)
      await redis.restart()
    },
    superviseWorkers: () => superviseWorkers(parts.world.workers),
    forgetLimits: () => forgetLimits(services),
    async redriveDeadLetters() {
      const { deadLetters } = await listDeadLetters(services.db, { isResolved: false, limit: 500 })
      const ids = deadLetters.map(({ id }) => id)
      const { redriven, refused } = await redriveDeadLetters(services, { ids, audit: null })
      note(`${redriven.length} dead letters redriven`)
      if (refused.length > 0) throw new Error(`${refused.length} dead letters could not be redriven`)
    },
  }
}

function superviseWorkers(workers: readonly Restartable[]): () => Promise<number> {
  let isOver = false
  let ended = 0
  const called = Promise.withResolvers<void>()
  const watches = workers.map(async (worker) => {
    for (;;) {
      await Promise.race([worker.part().exited, called.promise])
      if (isOver) return
      ended += 1
      await startAtLast(() => worker.start())
    }
  })
  return async () => {
    isOver = true
    called.resolve()
    await Promise.all(watches)
    return ended
  }
}
