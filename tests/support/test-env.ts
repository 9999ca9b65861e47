import { type Env, parseEnv } from '#server/env.ts'

const complete = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  PLANTAO_EMBEDDED: '1',
  SUPABASE_URL: 'http://127.0.0.1:1',
  SUPABASE_SERVICE_ROLE_KEY: 'a-service-role-key-of-the-tests',
  REDIS_URL: 'redis://127.0.0.1:1',
  RESEND_API_KEY: 're_simulator',
  FIRM_EMAIL: 'contato@garcezpalha.example',
  FIRM_FROM: 'Garcez Palha <contato@garcezpalha.example>',
}

/** A valid environment; the addresses lead nowhere unless overridden. */
export const testEnv = (overrides: Readonly<Record<string, string>> = {}): Env =>
  parseEnv({ ...complete, ...overrides })
