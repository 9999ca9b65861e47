import { bareEnvironment } from '#server/dev/part-environment.ts'
import type { Env } from '#server/env.ts'

const passedOn = [
  'AUTH_SECRET',
  'SUPABASE_URL',
  'SUPABASE_SERVICE_ROLE_KEY',
  'DATABASE_URL',
  'REDIS_URL',
  'REDIS_CACHE_URL',
  'REDIS_PREFIX',
  'RESEND_BASE_URL',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
  'WHATSAPP_BASE_URL',
  'WHATSAPP_API_VERSION',
  'WHATSAPP_PHONE_NUMBER_ID',
  'WHATSAPP_ACCESS_TOKEN',
  'WHATSAPP_APP_SECRET',
  'WHATSAPP_VERIFY_TOKEN',
  'WHATSAPP_REOPEN_TEMPLATE',
  'MERCADO_PAGO_BASE_URL',
  'MERCADO_PAGO_ACCESS_TOKEN',
  'MERCADO_PAGO_WEBHOOK_SECRET',
  'ASAAS_WEBHOOK_TOKEN',
  'STRIPE_WEBHOOK_SECRET',
  'PUBLIC_URL',
  'FIRM_EMAIL',
  'FIRM_FROM',
  'TRUSTED_PROXIES',
  'ALERT_DEAD_LETTERS_ABOVE',
  'SOCKETS_PER_ADDRESS',
] as const satisfies (keyof Env)[]

/** What a real gateway or worker process needs to work over a test's own database, key prefix and simulator. */
export const processEnvironment = (env: Env): NodeJS.ProcessEnv => ({
  ...bareEnvironment(),
  ...Object.fromEntries(passedOn.map((name) => [name, env[name]?.toString()])),
  PLANTAO_EMBEDDED: '1',
})
