import { parseArgs } from 'node:util'
import { rawEnv } from '#server/env.ts'
import { bootstrapRoles } from '../bootstrap.ts'
import { migrate } from '../migrate.ts'
import { seed } from '../seed.ts'

/**
 * Migrates the database that DATABASE_URL names (a direct connection, or Supabase's session pooler).
 *   --bootstrap  first create Supabase's roles, for a Postgres of one's own; needs AUTHENTICATOR_PASSWORD
 *   --seed       afterwards plant the firm's catalogue and staff
 */

const flag = { type: 'boolean', default: false } as const
const { values } = parseArgs({ options: { bootstrap: flag, seed: flag } })
const databaseUrl = required('DATABASE_URL')

if (values.bootstrap) await bootstrapRoles(databaseUrl, { authenticatorPassword: required('AUTHENTICATOR_PASSWORD') })
const applied = await migrate(databaseUrl, { onApply: (name) => say(`applied ${name}`) })
if (applied.length === 0) say('the database is up to date')
if (values.seed) await seed(databaseUrl)

function required(name: string): string {
  const value = rawEnv()[name]
  if (value) return value
  process.stderr.write(`${name} is missing: set it\n`)
  process.exit(1)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
