import type { Logger } from 'pino'
import type { Db } from '#db/client.ts'
import { fireSchedule, setSchedule } from '#db/queries/schedules.ts'
import { newId } from '#server/contracts/ids.ts'
import type { JobName, OutboxJob } from '#server/contracts/jobs.ts'
import type { ScheduleContract } from '#server/contracts/schedules.ts'
import { createBell } from './bell.ts'
import { contractOf } from './contract-of.ts'
import { nextSlot } from './next-slot.ts'

export interface Scheduler {
  start(): void
  isAlive(): boolean
  close(): Promise<void>
}

interface SchedulerOptions {
  readonly db: Db
  readonly schedules: Readonly<Record<string, ScheduleContract>>
  readonly log: Logger
  readonly clock?: () => number
}

/** Another worker may have moved a slot, or another release its schedule: looked at anew this often. */
const lookAgainMs = 60_000
/** The database's clock decides; where it is behind, its worker asks again after so long. */
const tooEarlyMs = 500
const retryMs = 2_000
const stuckAfterMs = 5 * lookAgainMs

/** Enqueues the jobs of schedules. Every worker runs one, and Postgres gives each slot to one of them. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { log, clock = Date.now } = options
  const stopping = new AbortController()
  const bell = createBell()
  let loop: Promise<void> | undefined
  let lastTurnAtMs = 0
  let isTroubled = false

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      lastTurnAtMs = clock()
      await bell.wait({ timeoutMs: await turn(), signal: stopping.signal })
    }
  }

  async function turn(): Promise<number> {
    try {
      const waits: number[] = []
      for (const [name, schedule] of Object.entries(options.schedules)) {
        waits.push(await serve(name, schedule, { ...options, clock }))
      }
      isTroubled = false
      return Math.min(lookAgainMs, ...waits)
    } catch (error) {
      if (!isTroubled) log.warn({ err: error }, 'schedules cannot be read; their slots are made up for later')
      isTroubled = true
      return retryMs
    }
  }

  return {
    start: () => {
      loop ??= run()
    },
    isAlive: () => loop !== undefined && !stopping.signal.aborted && clock() - lastTurnAtMs < stuckAfterMs,
    close: async () => {
      stopping.abort()
      await loop
    },
  }
}

/** Fires the slot that is due, if one is. Answers how long to wait for the next. */
async function serve(
  name: string,
  schedule: ScheduleContract,
  { db, log, clock }: SchedulerOptions & { readonly clock: () => number },
): Promise<number> {
  const following = nextSlot(schedule.slots, new Date(clock()))
  const at = await setSchedule(db, { name, spec: JSON.stringify(schedule.slots), nextAt: following })
  if (at.getTime() > clock()) return at.getTime() - clock()
  const { status, nextAt } = await fireSchedule(db, { name, at, nextAt: following, job: jobOf(schedule) })
  if (status === 'skipped') log.warn({ schedule: name }, 'a slot was left out: the job of the one before has not ended')
  return status === 'not_due' ? tooEarlyMs : Math.max(0, nextAt.getTime() - clock())
}

function jobOf({ job, payload }: ScheduleContract): OutboxJob {
  const name: JobName = job
  const contract = contractOf(name)
  return { id: newId(), name, version: contract.version, payload: contract.payload.parse(payload) }
}
