import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Grant } from '../harness/grants.ts'
import { profiled } from '../harness/profiled.ts'
import { command, serveMember } from '../harness/serve-member.ts'
import { passOver } from '../harness/spin.ts'
import { createRandom } from '../harness/zipf.ts'
import { type LimiterSubject, limiterSubjectNames } from '../subjects/limiter-subject.ts'
import { openLimiterSubject } from '../subjects/open-limiter-subject.ts'

/** A process with one limiter in it. */
let limiter: LimiterSubject | undefined
let name = ''

const opened = () => {
  if (!limiter) throw new Error('open comes first')
  return limiter
}

const wallMs = () => performance.timeOrigin + performance.now()

serveMember({
  open: command(
    z.object({
      subject: z.enum(limiterSubjectNames),
      redisUrl: z.string(),
      bridge: z.object({ url: z.string(), token: z.string() }),
      prefix: z.string(),
      limit: z.int(),
      windowMs: z.int(),
      burst: z.int(),
    }),
    async ({ subject, ...options }) => {
      name = subject
      await limiter?.close()
      limiter = await openLimiterSubject[subject](options)
      await limiter.take('the-first-call')
    },
  ),

  grantsWithoutRedis: command(z.unknown(), async () => opened().grantsWithoutRedis?.() ?? 0),

  /** So many decisions of each of `callers`, all of which are granted: a refusal costs less and would flatter. */
  decide: command(
    z.object({ round: z.string(), callers: z.int(), callsEach: z.int(), concurrency: z.int() }),
    ({ round, callers, callsEach, concurrency }) =>
      profiled(`${name}-decisions`, () =>
        passOver({
          count: callers * callsEach,
          concurrency,
          operate: async (turn) => {
            if (!(await opened().take(`${round}-${turn % callers}`))) throw new Error(`${name} refused a call`)
          },
        }),
      ),
  ),

  /** Decisions one after the other; answers what each took. */
  oneByOne: command(z.object({ count: z.int(), callers: z.int() }), async ({ count, callers }) => {
    const times: number[] = []
    for (let turn = 0; turn < count; turn += 1) {
      const startedMs = performance.now()
      await opened().take(`one-${turn % callers}`)
      times.push(performance.now() - startedMs)
    }
    return times
  }),

  /** One caller, far beyond the limit; answers how many calls were granted. */
  flood: command(z.object({ caller: z.string(), count: z.int() }), async ({ caller, count }) => {
    let granted = 0
    await passOver({
      count,
      concurrency: 20,
      operate: async () => {
        if (await opened().take(caller)) granted += 1
      },
    })
    return granted
  }),

  /** Bursts at random moments, to catch a limiter at its boundaries. */
  burst: command(
    z.object({ caller: z.string(), calls: z.int(), durationMs: z.number(), seed: z.int() }),
    async ({ caller, calls, durationMs, seed }) => {
      const random = createRandom(seed)
      const grants: Grant[] = []
      const endMs = performance.now() + durationMs
      while (performance.now() < endMs) {
        await Promise.all(Array.from({ length: calls }, () => record(caller, grants)))
        await sleep(random() * 400)
      }
      return grants
    },
  ),

  /**
   * What breaks a counter that starts anew: one call opens its window, the rest of the limit comes at the window's end
   * and a limit more right after it. Every process of the fleet does so at the same moments.
   */
  straddle: command(
    z.object({ caller: z.string(), calls: z.int(), windowMs: z.number(), startAtMs: z.number(), cycles: z.int() }),
    async ({ caller, calls, windowMs, startAtMs, cycles }) => {
      const grants: Grant[] = []
      for (let cycle = 0; cycle < cycles; cycle += 1) {
        const beginMs = startAtMs + cycle * 3 * windowMs
        await sleep(Math.max(0, beginMs - wallMs()))
        await record(caller, grants)
        for (const moment of [0.93, 1.05]) {
          await sleep(Math.max(0, beginMs + moment * windowMs - wallMs()))
          await Promise.all(Array.from({ length: calls }, () => record(caller, grants)))
        }
      }
      return grants
    },
  ),

  /** `perS` calls a second, evenly (open loop). */
  steady: command(
    z.object({ caller: z.string(), perS: z.number(), startAtMs: z.number(), durationMs: z.number() }),
    async ({ caller, perS, startAtMs, durationMs }) => {
      const grants: Grant[] = []
      const underWay: Promise<void>[] = []
      for (let turn = 0; turn < (durationMs / 1_000) * perS; turn += 1) {
        const dueMs = startAtMs + (turn / perS) * 1_000
        if (dueMs > wallMs()) await sleep(dueMs - wallMs())
        underWay.push(record(caller, grants))
      }
      await Promise.all(underWay)
      return grants
    },
  ),
})

async function record(caller: string, grants: Grant[]): Promise<void> {
  const sentMs = wallMs()
  if (await opened().take(caller)) grants.push({ sentMs, answeredMs: wallMs() })
}
