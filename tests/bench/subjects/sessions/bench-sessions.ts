import { createHash } from 'node:crypto'
import type postgres from 'postgres'

/** Token and owner of the session of that number: every process of the benchmark knows the same ones. */
export const tokenOf = (number: number): string => createHash('sha256').update(`session ${number}`).digest('base64url')
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
export const userOf = (number: number): string => `0190a000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`

/** Sessions as a table beside the people that they belong to; once by the token, once by its hash. */
export async function fillTable(sql: postgres.Sql, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, number) => {
    const token = tokenOf(number)
    return { id: userOf(number), token, token_hash: hashOf(token), role: 'client', name: `Pessoa ${number}` }
  })
  await sql.unsafe(`
    create table public.bench_sessions (
      token text primary key,
      token_hash text not null unique,
      user_id uuid not null references public.profiles (id),
      ends_at timestamptz not null,
      idle_ends_at timestamptz not null
    );
    grant select on public.bench_sessions to service_role`)
  await sql`
    insert into public.profiles (id, role, name)
    select id, role, name from jsonb_to_recordset(${sql.json(rows)}) as person (id uuid, role text, name text)`
  await sql`
    insert into public.bench_sessions
    select token, token_hash, id, now() + interval '12 hours', now() + interval '30 minutes'
    from jsonb_to_recordset(${sql.json(rows)}) as session (token text, token_hash text, id uuid)`
  await sql.unsafe("analyze public.bench_sessions; analyze public.profiles; notify pgrst, 'reload schema'")
}
