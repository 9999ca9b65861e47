import { deriveProviderSecrets } from '#server/dev/provider-secrets.ts'
import { type Env, parseEnv } from '#server/env.ts'

/** The accounts of the tests: every channel is on, and a simulator that has these signs what the site admits. */
export const testProviderSecrets = deriveProviderSecrets('the accounts of the tests')

const complete = {
  ...testProviderSecrets,
  WHATSAPP_BASE_URL: 'http://127.0.0.1:1',
  MERCADO_PAGO_BASE_URL: 'http://127.0.0.1:1',
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  PLANTAO_EMBEDDED: '1',
  AUTH_SECRET: 'the-secret-of-the-tests-of-32-characters',
  SUPABASE_URL: 'http://127.0.0.1:1',
  SUPABASE_SERVICE_ROLE_KEY: 'a-service-role-key-of-the-tests',
  REDIS_URL: 'redis://127.0.0.1:1',
  RESEND_API_KEY: 're_simulator',
  FIRM_EMAIL: 'contato@garcezpalha.example',
  FIRM_FROM: 'Garcez Palha <contato@garcezpalha.example>',
  // Alerts are read each minute: a test with a dead letter that crosses one must not find a mail of theirs.
  ALERT_DEAD_LETTERS_ABOVE: '1000000',
  // Most have no worker, and a long run must not find it silent.
  ALERT_WORKER_SILENT_SECONDS: '1000000',
}

/** A valid environment; the addresses lead nowhere unless overridden. */
export const testEnv = (overrides: Readonly<Record<string, string>> = {}): Env =>
  parseEnv({ ...complete, ...overrides })
