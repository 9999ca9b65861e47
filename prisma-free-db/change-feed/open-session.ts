import postgres from 'postgres'
import { z } from 'zod'
import { parseDatabaseUrl, withDeadline } from '../direct.ts'
import { DatabaseUnavailableError, withDriverErrors } from '../errors.ts'

/** What waits in the log of changes. */
export interface WaitingChanges {
  readonly ids: readonly number[]
  /** Without repeats; '*' is everything. */
  readonly tags: readonly string[]
}

/**
 * One connection to the change feed. The lead, the wake-ups, reading and deleting all hang on it, so a session that
 * lost its connection lost the lead and can do nothing more: it is thrown away, never connected again.
 */
export interface ChangeFeedSession {
  /** Takes the lead where nobody has it. */
  tryToLead(): Promise<boolean>
  /** The oldest waiting changes, at most 10 000 rows. */
  read(): Promise<WaitingChanges>
  /** Deletes exactly what was read. */
  forget(changes: WaitingChanges): Promise<void>
  close(): Promise<void>
}

interface SessionOptions {
  /** A direct connection, or a session pooler: the lead is a lock of the session. */
  readonly databaseUrl: string
  readonly applicationName: string
  /** Something was written to the log. */
  readonly onWake: () => void
  /** The connection is gone, and the lead with it. */
  readonly onLost: () => void
  readonly deadlineMs?: number
  /**
   * The leader reads every 500 ms. One that is silent this long is frozen or cut off without a goodbye, which TCP may
   * take hours to notice: the server ends its session, and with it the lead.
   */
  readonly longestSilenceMs?: number
}

const channel = 'plantao_cache_invalidations'
const maxRows = 10_000

const defaultSilenceMs = 3_000
const statementTimeoutMs = 8_000
const defaultDeadlineMs = 10_000

/** Whether the address leads to a session: a lock of the lead and LISTEN mean nothing to a transaction pooler. */
export const canHoldSession = (databaseUrl: string): boolean => !parseDatabaseUrl(databaseUrl).isPooled

export function openChangeFeedSession(options: SessionOptions): ChangeFeedSession {
  const { deadlineMs = defaultDeadlineMs, longestSilenceMs = defaultSilenceMs, onLost } = options
  let isLost = false
  const lose = () => {
    if (isLost) return
    isLost = true
    onLost()
    void sql.end({ timeout: 0 }).catch(() => undefined)
  }
  const sql = connect(options, lose)

  const ask = async <T>(statement: () => Promise<T>): Promise<T> => {
    // The driver would connect again by itself, as somebody who does not lead.
    if (isLost) throw new DatabaseUnavailableError(new Error('the session of the change feed was cut'))
    return withDriverErrors(() => withDeadline(statement(), { deadlineMs, onExpired: lose }))
  }
  let settled: Promise<unknown> | undefined

  return {
    async tryToLead() {
      settled ??= ask(async () => sql.unsafe(settingsOf(longestSilenceMs)))
      await settled
      const [row] = await ask(
        async () => sql`select pg_try_advisory_lock(hashtextextended('plantao_change_feed', 0)) as leads`,
      )
      return row?.leads === true
    },
    async read() {
      const [row] = await ask(async () => sql.unsafe(readWaiting))
      return waiting.parse(row)
    },
    async forget({ ids }) {
      await ask(
        async () => sql`
          delete from private.cache_invalidations
          where id in (select value::bigint from jsonb_array_elements_text(${sql.json([...ids])}))`,
      )
    },
    async close() {
      isLost = true
      await sql.end({ timeout: 1 }).catch(() => undefined)
    },
  }
}

function connect({ databaseUrl, applicationName, onWake }: SessionOptions, onclose: () => void): postgres.Sql {
  const settings = {
    max: 1,
    max_lifetime: null,
    connect_timeout: 2,
    fetch_types: false,
    prepare: false,
    onnotice: () => {},
    onclose,
    // The driver's own listen() opens another connection; this is what it is built on. Should it go away, the poll stays.
    onnotify: onWake,
    connection: { application_name: applicationName },
  }
  return postgres(parseDatabaseUrl(databaseUrl).url, settings)
}

const settingsOf = (longestSilenceMs: number): string => `
set idle_session_timeout = ${longestSilenceMs};
set statement_timeout = ${statementTimeoutMs};
listen ${channel}`

/**
 * No cursor, and so no order: a row is there or it is not yet there, and what is deleted is what was read. A change
 * that commits after others with higher numbers is found by the next read, and a long transaction holds nobody up.
 */
const readWaiting = `
with waiting as materialized (
  select id, tags from private.cache_invalidations where due_at <= now() order by id limit ${maxRows}
)
select
  (select coalesce(jsonb_agg(id), '[]') from waiting) as ids,
  (select coalesce(jsonb_agg(distinct tag), '[]') from waiting, unnest(tags) as tag) as tags`

const waiting = z.object({ ids: z.array(z.int()), tags: z.array(z.string()) })
