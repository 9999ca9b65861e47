import { bareEnvironment } from '#server/dev/part-environment.ts'
import type { Env } from '#server/env.ts'

const passedOn = [
  'SUPABASE_URL',
  'SUPABASE_SERVICE_ROLE_KEY',
  'DATABASE_URL',
  'REDIS_URL',
  'REDIS_CACHE_URL',
  'REDIS_PREFIX',
  'RESEND_BASE_URL',
  'RESEND_API_KEY',
  'FIRM_EMAIL',
  'FIRM_FROM',
  'TRUSTED_PROXIES',
  'SOCKETS_PER_ADDRESS',
] as const satisfies (keyof Env)[]

/** What a real gateway or worker process needs to work over a test's own database, key prefix and simulator. */
export const processEnvironment = (env: Env): NodeJS.ProcessEnv => ({
  ...bareEnvironment(),
  ...Object.fromEntries(passedOn.map((name) => [name, env[name]?.toString()])),
  PLANTAO_EMBEDDED: '1',
})
