import { createClient } from '@supabase/supabase-js'
import { Redis } from 'ioredis'
import { z } from 'zod'
import { openDirect } from '#db/direct.ts'
import { createRestFetch } from '#db/rest.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { hashOf, tokenOf, userOf } from './bench-sessions.ts'
import type { SessionSubject, SessionSubjectOptions } from './session-subject.ts'

/** What the tables answer, as NextAuth wants it. */
const found = z.object({ user_id: z.string(), idle_ends_at: z.coerce.date(), role: z.string(), name: z.string() })
const nested = found.omit({ role: true, name: true }).extend({ profiles: z.object({ role: z.string() }) })

/** The limit: one GET and one JSON.parse by the same driver. Nothing is moved on, nothing can be listed or ended. */
export async function openRawGet({ env, sessions: count }: SessionSubjectOptions): Promise<SessionSubject> {
  const redis = new Redis(env.REDIS_URL ?? '')
  redis.on('error', () => undefined)
  const tokens = tokensOf(count)
  await Promise.all(tokens.map((token, number) => redis.set(token, JSON.stringify(recordOf(number)), 'PX', 1_800_000)))
  return {
    async read(turn) {
      const text = await redis.get(tokens[turn % count] ?? '')
      expectUser(turn % count, JSON.parse(text ?? '{}').userId)
    },
  }
}

const recordOf = (number: number) => ({
  userId: userOf(number),
  role: 'attendant',
  createdAtMs: Date.now(),
  endsAtMs: Date.now() + 12 * 3_600_000,
  idleMs: 1_800_000,
})

/** The same work as ours in one statement: read, refuse what has ended, move the idle expiry on. */
export async function openPostgres({ env, sessions: count }: SessionSubjectOptions): Promise<SessionSubject> {
  const sql = openSql(env)
  const tokens = tokensOf(count)
  return {
    async read(turn) {
      const [row] = await sql`
        update public.bench_sessions as session
        set idle_ends_at = least(now() + interval '30 minutes', session.ends_at)
        from public.profiles as person
        where session.token_hash = ${hashOf(tokens[turn % count] ?? '')} and session.idle_ends_at > now()
          and person.id = session.user_id
        returning session.user_id, session.idle_ends_at, person.role, person.name`
      expectUser(turn % count, found.parse(row).user_id)
    },
  }
}

export async function openPostgresSelect({ env, sessions: count }: SessionSubjectOptions): Promise<SessionSubject> {
  const sql = openSql(env)
  const tokens = tokensOf(count)
  return {
    async read(turn) {
      const [row] = await sql`
        select session.user_id, session.idle_ends_at, person.role, person.name
        from public.bench_sessions as session join public.profiles as person on person.id = session.user_id
        where session.token = ${tokens[turn % count] ?? ''}`
      expectUser(turn % count, found.parse(row).user_id)
    },
  }
}

export async function openSupabase({ env, sessions: count }: SessionSubjectOptions): Promise<SessionSubject> {
  const { SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY } = testEnv(env)
  const client = createClient(SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: createRestFetch() },
  })
  const tokens = tokensOf(count)
  const wanted = 'user_id, idle_ends_at, profiles (role)'
  return {
    async read(turn) {
      const query = client
        .from('bench_sessions')
        .select(wanted)
        .eq('token', tokens[turn % count] ?? '')
      const { data, error } = await query.maybeSingle()
      if (error) throw new Error(`PostgREST: ${error.message}`)
      expectUser(turn % count, nested.parse(data).user_id)
    },
  }
}

const tokensOf = (count: number): string[] => Array.from({ length: count }, (_, number) => tokenOf(number))

const openSql = (env: Readonly<Record<string, string>>) =>
  openDirect({ databaseUrl: env.DATABASE_URL ?? '', applicationName: 'bench' })

function expectUser(number: number, userId: unknown): void {
  if (userId !== userOf(number)) throw new Error('not the session that was asked for')
}
