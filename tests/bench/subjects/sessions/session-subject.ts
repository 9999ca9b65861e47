/** One way to keep sessions, ours or another, in one process. */
export interface SessionSubject {
  /** Reads one of the sessions: who it is, and that it has not ended. Throws where it is not found. */
  read(turn: number): Promise<void>
}

export interface SessionSubjectOptions {
  readonly env: Readonly<Record<string, string>>
  /** How many there are. */
  readonly sessions: number
}

/**
 * `raw_get`: the limit. `postgres`: the same work as ours, in one statement of the direct driver. `postgres_select` and
 * `supabase`: what NextAuth's adapters of these names do, a session joined with its user, whose expiry is moved on at
 * some other time.
 */
export const sessionSubjectNames = ['plantao', 'raw_get', 'postgres', 'postgres_select', 'supabase'] as const
export type SessionSubjectName = (typeof sessionSubjectNames)[number]
