import type { TransactionSql } from 'postgres'
import { expect } from 'vitest'
import type { BothWays } from './both-ways.ts'

interface Held<T> {
  readonly sql: BothWays['sql']
  /** Takes the locks that the calls run into. */
  readonly hold: (tx: TransactionSql) => Promise<unknown>
  readonly calls: readonly (() => Promise<T>)[]
}

/** Starts calls one after the other, each only when those before wait inside the database or are done; then lets go. */
export async function startWhileHeld<T>({ sql, hold, calls }: Held<T>): Promise<T[]> {
  const started: Promise<T>[] = []
  let settled = 0
  await sql.begin(async (tx) => {
    await hold(tx)
    for (const call of calls) {
      const running = call()
      started.push(running)
      const count = () => {
        settled += 1
      }
      void running.then(count, count)
      await expect.poll(async () => (await countWaiting(sql)) + settled).toBe(started.length)
    }
  })
  return Promise.all(started)
}

async function countWaiting(sql: BothWays['sql']): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  return row?.count ?? 0
}
