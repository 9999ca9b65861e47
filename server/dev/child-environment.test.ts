import { expect, test } from 'vitest'
import { parseEnv, type Source } from '#server/env.ts'
import { childEnvironment } from './child-environment.ts'
import type { Ports } from './choose-ports.ts'
import { planStack } from './plan.ts'
import { deriveProviderSecrets } from './provider-secrets.ts'
import { newSecret } from './tokens.ts'

const ports: Ports = {
  postgres: 1,
  'redis-state': 2,
  'redis-cache': 3,
  postgrest: 4,
  simulator: 5,
  web: 6,
  gateway: 7,
  worker: 8,
}
const secrets = {
  postgresPassword: newSecret(),
  authenticatorPassword: newSecret(),
  redisStatePassword: newSecret(),
  redisCachePassword: newSecret(),
  jwtSecret: newSecret(),
}
const environmentFor = (operator: Source) =>
  childEnvironment({ operator, plan: planStack(operator), ports, secrets, isWatching: false })

test('the embedded default is a complete environment', () => {
  const env = parseEnv(environmentFor({}))
  expect(env).toMatchObject({ PLANTAO_EMBEDDED: true, PUBLIC_URL: 'http://localhost:6' })
  expect(env).toMatchObject({ GATEWAY_PORT: 7, WORKER_PORT: 8, RESEND_BASE_URL: 'http://127.0.0.1:5' })
})

test('links are signed with a secret that outlives restarts, until the operator names another', () => {
  const derived = environmentFor({}).AUTH_SECRET
  expect(parseEnv(environmentFor({})).AUTH_SECRET).toBe(derived)
  const own = newSecret()
  expect(environmentFor({ AUTH_SECRET: own }).AUTH_SECRET).toBe(own)
})

test('every channel is on with the simulator, by the secrets that the simulator signs with', () => {
  const derived = deriveProviderSecrets(secrets.jwtSecret)
  const addresses = { WHATSAPP_BASE_URL: 'http://127.0.0.1:5', MERCADO_PAGO_BASE_URL: 'http://127.0.0.1:5' }
  expect(parseEnv(environmentFor({}))).toMatchObject({ ...derived, ...addresses })
})

test('an account of the operator’s own stands in for the simulated one, provider by provider', () => {
  const own = { WHATSAPP_PHONE_NUMBER_ID: '55', WHATSAPP_ACCESS_TOKEN: newSecret() }
  const env = parseEnv(environmentFor(own))
  expect(env).toMatchObject({ ...own, WHATSAPP_BASE_URL: 'https://graph.facebook.com' })
  expect(env.WHATSAPP_APP_SECRET).toBeUndefined()
  expect(env.ASAAS_WEBHOOK_TOKEN).toBe(deriveProviderSecrets(secrets.jwtSecret).ASAAS_WEBHOOK_TOKEN)
})

test('with a Resend key no simulator runs, and the other channels are off', () => {
  const env = environmentFor({ RESEND_API_KEY: 're_real', FIRM_EMAIL: 'a@b.example', FIRM_FROM: 'A <a@b.example>' })
  expect(env.WHATSAPP_ACCESS_TOKEN).toBeUndefined()
  expect(env.RESEND_WEBHOOK_SECRET).toBeUndefined()
})

test('an operator can name another firm', () => {
  const env = parseEnv(environmentFor({ FIRM_NAME: 'Outra Banca' }))
  expect(env).toMatchObject({ FIRM_NAME: 'Outra Banca' })
})

test('a database elsewhere keeps its address', () => {
  const operator = { SUPABASE_URL: 'https://x.supabase.co', SUPABASE_SERVICE_ROLE_KEY: newSecret() }
  const env = parseEnv(environmentFor(operator))
  expect(env).toMatchObject(operator)
  expect(env.DATABASE_URL).toBeUndefined()
})

test('with every part elsewhere the strict checks of a deployment apply', () => {
  const operator = {
    SUPABASE_URL: 'https://x.supabase.co',
    SUPABASE_SERVICE_ROLE_KEY: newSecret(),
    REDIS_URL: 'redis://10.0.0.1:6379',
    RESEND_API_KEY: 're_real',
    FIRM_EMAIL: 'a@b.example',
    FIRM_FROM: 'A <a@b.example>',
  }
  expect(environmentFor(operator).PLANTAO_EMBEDDED).toBe('0')
  expect(() => parseEnv(environmentFor(operator))).toThrow('AUTH_SECRET is missing')
})
