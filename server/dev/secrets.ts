import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Home } from './home.ts'
import { newSecret } from './tokens.ts'

const schema = z.object({
  postgresPassword: z.string().min(32),
  authenticatorPassword: z.string().min(32),
  redisStatePassword: z.string().min(32),
  redisCachePassword: z.string().min(32),
  jwtSecret: z.string().min(32),
})

/** What the embedded servers ask of each other; generated once, never shown. */
export type Secrets = Readonly<z.infer<typeof schema>>

/** Reads `secrets.json`, or makes it (mode 0600) the first time. Throws when data exists that lost its password. */
export function loadSecrets(home: Home): Secrets {
  if (existsSync(home.secrets)) return parseSecrets(home)
  if (existsSync(home.postgres)) throw new Error(lostMessage(home))
  const secrets = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, newSecret()]))
  writeFileSync(home.secrets, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return schema.parse(secrets)
}

function parseSecrets(home: Home): Secrets {
  try {
    return schema.parse(JSON.parse(readFileSync(home.secrets, 'utf8')))
  } catch (cause) {
    throw new Error(lostMessage(home), { cause })
  }
}

const lostMessage = (home: Home): string =>
  `${home.secrets} is missing or damaged, and the database in ${home.postgres} needs the password in it.\n` +
  'Put the file back, or start afresh with: npm run reset'
