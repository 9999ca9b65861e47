import { pino } from 'pino'
import { createDb } from '#db/client.ts'
import { renewDbEpoch } from '#db/queries/positions.ts'
import { parseEnv } from '#server/env.ts'
import { readRun } from './run-file.ts'

/** What an operator does after restoring the database from a dump. */
export async function renewEpoch(): Promise<string> {
  const { SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, DATABASE_URL } = parseEnv(readRun().environment)
  const db = createDb({
    supabaseUrl: SUPABASE_URL,
    serviceRoleKey: SUPABASE_SERVICE_ROLE_KEY,
    databaseUrl: DATABASE_URL,
    applicationName: 'e2e',
    log: pino({ enabled: false }),
  })
  try {
    return await renewDbEpoch(db)
  } finally {
    await db.close()
  }
}
