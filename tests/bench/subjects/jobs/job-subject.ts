/** One job queue under test, ours or a peer's, in one process, which writes jobs, does them, or both. */
export interface JobSubject {
  /**
   * Stores jobs in one call, one for each key; those of Postgres in one transaction. `key` is a UUID.
   * Answers the moment (`sharedClockMs`) at which they were stored, for Plantão and pg-boss that of the commit's answer.
   */
  add(keys: readonly string[]): Promise<number>
  /** From now on takes jobs and does them: `onStart` is the handler, and all that it does. */
  work(onStart: (key: string) => void): Promise<void>
  close(): Promise<void>
}

export interface JobSubjectOptions {
  /** Where Redis and Postgres are, as the product's environment. */
  readonly env: Readonly<Record<string, string>>
  /** The raw queue and pg-boss work on so many jobs at once; Plantão as its contract says: the same number. */
  readonly concurrency: number
  /** Of the raw queue: consumers that wait beside the one in use, as the product has several. */
  readonly idleQueues?: number
}

export const jobSubjectNames = ['plantao', 'raw_bullmq', 'pg_boss'] as const
export type JobSubjectName = (typeof jobSubjectNames)[number]
