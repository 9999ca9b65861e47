import type { Source } from '#server/env.ts'
import { deriveAuthSecret } from './auth-secret.ts'
import type { Ports } from './choose-ports.ts'
import { postgresUrl } from './parts/postgres.ts'
import type { Plan } from './plan.ts'
import { deriveProviderSecrets } from './provider-secrets.ts'
import type { Secrets } from './secrets.ts'
import { signServiceRoleKey } from './tokens.ts'

interface Ingredients {
  /** The operator's variables; they win over every default here. */
  readonly operator: Source
  readonly plan: Plan
  readonly ports: Ports
  readonly secrets: Secrets
  readonly isWatching: boolean
}

/** The environment of web, gateway and worker: the operator's, completed with the embedded parts' addresses. */
export function childEnvironment({ operator, plan, ports, secrets, isWatching }: Ingredients): NodeJS.ProcessEnv {
  const isAnyEmbedded =
    plan.isDatabaseEmbedded || plan.isStateEmbedded || plan.isCacheEmbedded || plan.isSimulatorEmbedded
  return {
    PUBLIC_URL: `http://localhost:${ports.web}`,
    ...firm,
    ...(isAnyEmbedded ? { AUTH_SECRET: deriveAuthSecret(secrets.jwtSecret) } : {}),
    ...withoutBlanks(operator),
    NODE_ENV: isWatching ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PLANTAO_EMBEDDED: isAnyEmbedded ? '1' : '0',
    WEB_PORT: String(ports.web),
    GATEWAY_PORT: String(ports.gateway),
    WORKER_PORT: String(ports.worker),
    ...(plan.isDatabaseEmbedded ? databaseVariables(ports, secrets) : {}),
    ...(plan.isStateEmbedded ? { REDIS_URL: redisUrl(ports['redis-state'], secrets.redisStatePassword) } : {}),
    ...(plan.isCacheEmbedded ? { REDIS_CACHE_URL: redisUrl(ports['redis-cache'], secrets.redisCachePassword) } : {}),
    ...(plan.isSimulatorEmbedded ? simulatorVariables({ operator, ports, secrets }) : {}),
  }
}

/** The firm of the seeded catalogue, until the operator names another. */
const firm = {
  FIRM_NAME: 'Garcez Palha',
  FIRM_EMAIL: 'contato@garcezpalha.example',
  FIRM_FROM: 'Garcez Palha <contato@garcezpalha.example>',
  FIRM_PHONE: '+55 21 3555-0142',
  FIRM_ADDRESS: 'Rua da Assembleia, 98, 14º andar, Centro, Rio de Janeiro',
  FIRM_REGISTRATION: 'OAB/RJ 12.345',
}

const databaseVariables = (ports: Ports, secrets: Secrets) => ({
  SUPABASE_URL: `http://127.0.0.1:${ports.postgrest}`,
  SUPABASE_SERVICE_ROLE_KEY: signServiceRoleKey(secrets.jwtSecret),
  DATABASE_URL: postgresUrl({ port: ports.postgres, user: 'postgres', password: secrets.postgresPassword }),
})

/** The simulated accounts, save those of providers for which the operator brings an account of their own. */
function simulatorVariables({ operator, ports, secrets }: Pick<Ingredients, 'operator' | 'ports' | 'secrets'>) {
  const simulator = `http://127.0.0.1:${ports.simulator}`
  const derived = Object.entries(deriveProviderSecrets(secrets.jwtSecret))
  const all = { ...Object.fromEntries(derived), WHATSAPP_BASE_URL: simulator, MERCADO_PAGO_BASE_URL: simulator }
  const own = providers.filter((prefix) => accountVariables.some((name) => name.startsWith(prefix) && operator[name]))
  const simulated = Object.entries(all).filter(([name]) => !own.some((prefix) => name.startsWith(prefix)))
  return { ...Object.fromEntries(simulated), RESEND_BASE_URL: simulator, RESEND_API_KEY: 're_simulator' }
}

const providers = ['RESEND_', 'WHATSAPP_', 'MERCADO_PAGO_', 'ASAAS_', 'STRIPE_']

/** Any of these says that the operator has an account with that provider. */
const accountVariables = [
  'WHATSAPP_PHONE_NUMBER_ID',
  'WHATSAPP_ACCESS_TOKEN',
  'WHATSAPP_APP_SECRET',
  'MERCADO_PAGO_ACCESS_TOKEN',
  'MERCADO_PAGO_WEBHOOK_SECRET',
  'ASAAS_WEBHOOK_TOKEN',
  'STRIPE_WEBHOOK_SECRET',
]

const redisUrl = (port: number, password: string): string => `redis://:${password}@127.0.0.1:${port}`

/** An empty line in `.env` means "not set", as everywhere else. */
const withoutBlanks = (source: Source): Source =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
