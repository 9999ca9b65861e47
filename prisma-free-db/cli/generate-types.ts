import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { postgresUrl, startPostgres } from '#server/dev/parts/postgres.ts'
import { freePort } from '#server/dev/ports.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { newSecret } from '#server/dev/tokens.ts'
import { bootstrapRoles } from '../bootstrap.ts'
import { generateTypes } from '../generate-types.ts'
import { migrate } from '../migrate.ts'

/** Writes schema.ts from a throw-away Postgres with all migrations; with --check only compares and exits 1 on drift. */

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const target = path.join(projectRoot, 'prisma-free-db/schema.ts')

const text = await withThrowAwayPostgres(async (databaseUrl) => {
  await bootstrapRoles(databaseUrl, { authenticatorPassword: newSecret() })
  await migrate(databaseUrl)
  return generateTypes(databaseUrl)
})

if (!values.check) {
  await writeFile(target, text)
  process.stdout.write('prisma-free-db/schema.ts is written\n')
} else if (text === (await readFile(target, 'utf8').catch(() => ''))) {
  process.stdout.write('prisma-free-db/schema.ts is in step with the migrations\n')
} else {
  process.stderr.write('prisma-free-db/schema.ts is not in step with the migrations: npm run db:types\n')
  process.exitCode = 1
}

async function withThrowAwayPostgres<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const home = path.join(projectRoot, '.plantao')
  await mkdir(home, { recursive: true, mode: 0o700 })
  const directory = await mkdtemp(path.join(home, 'types-'))
  const password = newSecret()
  try {
    await using server = await startPostgres({
      dataDir: path.join(directory, 'postgres'),
      port: await freePort(),
      password,
      logFile: path.join(directory, 'postgres.log'),
      settings: { fsync: 'off' },
    })
    return await work(postgresUrl({ port: server.port, user: 'postgres', password }))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
