import { z } from 'zod'
import { profiled } from '../harness/profiled.ts'
import { command, serveMember } from '../harness/serve-member.ts'
import { spin } from '../harness/spin.ts'
import { openPostgres, openPostgresSelect, openRawGet, openSupabase } from '../subjects/sessions/other-sessions.ts'
import { openPlantaoSessions } from '../subjects/sessions/plantao-sessions.ts'
import {
  type SessionSubject,
  type SessionSubjectName,
  type SessionSubjectOptions,
  sessionSubjectNames,
} from '../subjects/sessions/session-subject.ts'

/** A process that reads sessions, kept in one way. */
const open: Record<SessionSubjectName, (options: SessionSubjectOptions) => Promise<SessionSubject>> = {
  plantao: openPlantaoSessions,
  raw_get: openRawGet,
  postgres: openPostgres,
  postgres_select: openPostgresSelect,
  supabase: openSupabase,
}

let subject: SessionSubject | undefined
let name = ''

const opened = () => {
  if (!subject) throw new Error('open comes first')
  return subject
}

/** No two reads after one another are of neighbours. */
const stride = 7_919

serveMember({
  open: command(
    z.object({
      subject: z.enum(sessionSubjectNames),
      env: z.record(z.string(), z.string()),
      sessions: z.int().positive(),
    }),
    async ({ subject: chosen, ...options }) => {
      name = chosen
      subject = await open[chosen](options)
      await subject.read(0)
    },
  ),

  /** As many reads as fit into the time, `concurrency` of them under way. */
  spin: command(z.object({ durationMs: z.number(), concurrency: z.int() }), ({ durationMs, concurrency }) =>
    profiled(`${name}-session-reads`, () =>
      spin({ durationMs, concurrency, operate: (turn) => opened().read(turn * stride) }),
    ),
  ),

  /** Reads one after the other; answers what each took, in milliseconds. */
  oneByOne: command(z.object({ count: z.int() }), async ({ count }) => {
    const times: number[] = []
    for (let turn = 0; turn < count; turn += 1) {
      const startedMs = performance.now()
      await opened().read(turn * stride)
      times.push(performance.now() - startedMs)
    }
    return times
  }),
})
