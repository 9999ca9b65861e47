import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { newId } from '#server/contracts/ids.ts'
import { profiled } from '../harness/profiled.ts'
import { command, serveMember } from '../harness/serve-member.ts'
import { sharedClockMs } from '../harness/shared-clock.ts'
import { passOver } from '../harness/spin.ts'
import { type JobSubject, jobSubjectNames } from '../subjects/jobs/job-subject.ts'
import { openJobSubject } from '../subjects/jobs/open-job-subject.ts'

/** A process that writes jobs, or does them; `starts` is what its handlers noted. */
let subject: JobSubject | undefined
let name = ''
const starts: { key: string; atMs: number }[] = []

const opened = (): JobSubject => {
  if (!subject) throw new Error('open comes first')
  return subject
}

const newKeys = (count: number): string[] => Array.from({ length: count }, newId)

serveMember({
  open: command(
    z.object({
      subject: z.enum(jobSubjectNames),
      env: z.record(z.string(), z.string()),
      concurrency: z.int().positive(),
      idleQueues: z.int().optional(),
    }),
    async ({ subject: wanted, idleQueues = 0, ...options }) => {
      name = wanted
      subject = await openJobSubject[wanted]({ ...options, idleQueues })
    },
  ),

  /** `calls` calls of `perCall` jobs each, `lanes` of them under way; per job. */
  add: command(
    z.object({ calls: z.int(), perCall: z.int(), lanes: z.int() }),
    async ({ calls, perCall, lanes: concurrency }) => {
      const batches = Array.from({ length: calls }, () => newKeys(perCall))
      const operate = (turn: number) => opened().add(batches[turn] ?? [])
      const found = await profiled(`${name}-add`, () => passOver({ count: calls, concurrency, operate }))
      return { opsPerS: found.opsPerS * perCall, cpuSPerMillion: found.cpuSPerMillion / perCall }
    },
  ),

  /** One job at a time at a fixed rate whatever the answers do; when each was due, and when it was stored. */
  produce: command(z.object({ perSecond: z.number(), seconds: z.number() }), async ({ perSecond, seconds }) => {
    const beganMs = sharedClockMs() + 50
    const underWay = newKeys(Math.round(perSecond * seconds)).map(async (key, turn) => {
      const dueMs = beganMs + (turn / perSecond) * 1_000
      await sleep(Math.max(0, dueMs - sharedClockMs()))
      return { key, dueMs, addedMs: await opened().add([key]) }
    })
    return Promise.all(underWay)
  }),

  work: command(z.unknown(), () =>
    opened().work((key) => {
      starts.push({ key, atMs: sharedClockMs() })
    }),
  ),

  /** The moment at which so many jobs had been started since `reset`. */
  startedAll: command(z.object({ count: z.int(), withinMs: z.number() }), async ({ count, withinMs }) => {
    const deadlineMs = sharedClockMs() + withinMs
    while (starts.length < count) {
      if (sharedClockMs() > deadlineMs) throw new Error(`${starts.length} of ${count} jobs started`)
      await sleep(5)
    }
    return starts[count - 1]?.atMs
  }),

  starts: command(z.unknown(), async () => starts),

  reset: command(z.unknown(), async () => void starts.splice(0)),

  close: command(z.unknown(), async () => {
    await subject?.close()
    subject = undefined
  }),
})
