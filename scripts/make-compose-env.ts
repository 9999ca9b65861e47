import { appendFileSync, chmodSync, existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { newSecret, signServiceRoleKey } from '#server/dev/tokens.ts'

/**
 * Completes `.env` with what docker-compose.yml demands: fresh secrets, and the service key that belongs to them.
 * What is there already stays, because the database and Redis keep the passwords of their first start.
 * What only the operator knows (the Resend key, the firm's addresses) is added empty: compose names it.
 */
const target = '.env'

function missingVariables(known: NodeJS.Dict<string>): [name: string, value: string][] {
  const jwtSecret = known.JWT_SECRET ?? newSecret()
  const wanted = {
    POSTGRES_PASSWORD: newSecret(),
    AUTHENTICATOR_PASSWORD: newSecret(),
    REDIS_STATE_PASSWORD: newSecret(),
    REDIS_CACHE_PASSWORD: newSecret(),
    CONSOLE_PASSWORD: newSecret(),
    AUTH_SECRET: newSecret(),
    JWT_SECRET: jwtSecret,
    SERVICE_ROLE_KEY: signServiceRoleKey(jwtSecret),
    RESEND_API_KEY: '',
    FIRM_EMAIL: '',
    FIRM_FROM: '',
  }
  return Object.entries(wanted).filter(([name]) => known[name] === undefined)
}

const present = existsSync(target) ? readFileSync(target, 'utf8') : ''
const missing = missingVariables(parseEnv(present))
if (present !== '' && !present.endsWith('\n')) appendFileSync(target, '\n')
appendFileSync(target, missing.map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 })
chmodSync(target, 0o600)
console.log(
  missing.length === 0 ? `${target} is complete` : `added to ${target}: ${missing.map(([name]) => name).join(', ')}`,
)
console.log('Put RESEND_API_KEY, FIRM_EMAIL and FIRM_FROM into it, then: docker compose up --build')
