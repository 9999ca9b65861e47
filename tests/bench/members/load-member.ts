import { z } from 'zod'
import { type OpenLoop, openVisits, startOpenLoop, type Visits } from '../harness/open-loop.ts'
import { command, serveMember } from '../harness/serve-member.ts'
import { createRandom, createZipf } from '../harness/zipf.ts'

/** A process that only makes load: whatever it costs, the measured process does not pay for it. */
let loop: OpenLoop | undefined
let visits: Visits | undefined

serveMember({
  /** Requests one of `paths`, the first most often (Zipf), on behalf of `users` addresses in turn. */
  start: command(
    z.object({
      url: z.string(),
      ratePerS: z.number(),
      timeoutMs: z.number(),
      paths: z.array(z.string()).min(1),
      users: z.int().positive(),
      seed: z.int(),
    }),
    async ({ paths, users, seed, ratePerS, ...options }) => {
      const draw = createZipf(paths.length, createRandom(seed))
      visits = openVisits({
        ...options,
        nextPath: () => paths[draw()] ?? '/',
        headersOf: (turn) => ({ 'x-forwarded-for': addressOf(turn % users) }),
      })
      loop = startOpenLoop({ ratePerS, send: visits.send })
    },
  ),
  enter: command(z.object({ phase: z.string() }), async ({ phase }) => loop?.enter(phase)),
  finish: command(z.unknown(), async () => {
    const found = (await loop?.finish()) ?? []
    visits?.close()
    return found
  }),
})

/** An address of the range for benchmarks (RFC 2544). */
const addressOf = (user: number): string => `198.18.${user >> 8}.${user & 0xff}`
