import { z } from 'zod'

/** The only reader of process.env. Every variable has a line in `.env.example`. */

const flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true')
const port = z.coerce.number().int().min(0).max(65_535)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)
/** "https://site.example, http://localhost:8080" as origins. */
const origins = list.pipe(z.array(z.string().transform((text, context) => parseOrigin(text) ?? refuseOrigin(context))))
/** "host:port, host, [::1]:port" as addresses. */
const addresses = (defaultPort: number) =>
  list.pipe(z.array(z.string().transform((text, context) => parseAddress(text, defaultPort) ?? refuseAddress(context))))

const secret = z
  .string()
  .min(16, 'must have at least 16 characters')
  .refine(
    (text) => !/change-?me|example|placeholder/i.test(text),
    'is the placeholder of .env.example: put a real secret',
  )

/** Signs links and seals second factors: nobody else may ever derive them. */
const authSecret = secret.min(32, 'must have at least 32 characters: openssl rand -base64 33 makes one')

const redisUrl = z
  .url({ protocol: /^rediss?$/, error: 'must look like redis://:password@host:6379 (rediss:// for TLS)' })
  .refine((text) => /^\/?\d*$/.test(URL.parse(text)?.pathname ?? ''), 'may end only in a database number, as in /0')

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Set by the runner: the parts of this process group are the embedded ones. */
  PLANTAO_EMBEDDED: flag.default(false),

  PUBLIC_URL: z.url().default('http://localhost:3000'),
  /** Where browsers reach the gateway; without it: the page's own host, at GATEWAY_PORT. */
  PUBLIC_GATEWAY_URL: z.url({ protocol: /^wss?$/ }).optional(),
  /** Where web reaches the gateway, for event streams; without it: this machine, at GATEWAY_PORT. */
  GATEWAY_URL: z.url({ protocol: /^https?$/, error: 'must look like http://gateway:3001' }).optional(),
  /** How many sockets one address may hold on a gateway; more where many people share one. */
  SOCKETS_PER_ADDRESS: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
  ALLOWED_ORIGINS: origins.default([]),
  /** Sites that may show the widget in a frame; nowhere unless named. */
  WIDGET_ORIGINS: origins.default([]),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** How many processes share the limits while Redis is away; unset: those that decide are counted. */
  LIMIT_INSTANCES: z.coerce.number().int().min(1).max(10_000).optional(),
  WEB_PORT: port.default(3000),
  GATEWAY_PORT: port.default(3001),
  WORKER_PORT: port.default(3002),

  AUTH_SECRET: authSecret,
  /** Sign-in with Google is offered where both are set. */
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: secret.optional(),
  GOOGLE_BASE_URL: z.url().default('https://accounts.google.com'),

  SUPABASE_URL: z.url(),
  SUPABASE_SERVICE_ROLE_KEY: secret,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),

  /** Sessions, limits, live messages and queues: one of REDIS_URL, REDIS_HOST, REDIS_SENTINELS, REDIS_CLUSTER_NODES. */
  REDIS_URL: redisUrl.optional(),
  /** Cached values only; without it they share the server above. */
  REDIS_CACHE_URL: redisUrl.optional(),
  REDIS_HOST: z.string().optional(),
  REDIS_PORT: port.default(6379),
  REDIS_USERNAME: z.string().optional(),
  REDIS_PASSWORD: z.string().optional(),
  REDIS_TLS: flag.default(false),
  REDIS_TLS_CA_FILE: z.string().optional(),
  REDIS_SENTINELS: addresses(26_379).default([]),
  REDIS_SENTINEL_NAME: z.string().default('mymaster'),
  REDIS_SENTINEL_USERNAME: z.string().optional(),
  REDIS_SENTINEL_PASSWORD: z.string().optional(),
  REDIS_CLUSTER_NODES: addresses(6_379).default([]),
  /** The same database over HTTP, for a web process that cannot hold connections (serverless). */
  UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/, error: 'must look like https://name.upstash.io' }).optional(),
  UPSTASH_REDIS_REST_TOKEN: z
    .string()
    .regex(/^[!-~]+$/, 'holds a space or another character that no token has')
    .optional(),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w:-]*$/)
    .default(''),

  RESEND_BASE_URL: z.url().default('https://api.resend.com'),
  RESEND_API_KEY: z.string().startsWith('re_', 'must start with "re_"'),
  /** Without it Resend's webhooks are refused, and bounces stay unknown. */
  RESEND_WEBHOOK_SECRET: z.string().startsWith('whsec_', 'must start with "whsec_"').optional(),

  /** The channel is on when the number's id and token are set; the other two admit its webhooks. */
  WHATSAPP_BASE_URL: z.url().default('https://graph.facebook.com'),
  WHATSAPP_API_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, 'must look like v24.0')
    .default('v24.0'),
  WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/, 'is a number of digits alone').optional(),
  WHATSAPP_ACCESS_TOKEN: secret.optional(),
  WHATSAPP_APP_SECRET: secret.optional(),
  WHATSAPP_VERIFY_TOKEN: secret.optional(),
  /** The approved template that asks a person to write again once 24 hours have passed. */
  WHATSAPP_REOPEN_TEMPLATE: z.string().min(1).default('retomar_conversa'),

  /** Webhooks of a payment provider are admitted when its secret is set. */
  MERCADO_PAGO_BASE_URL: z.url().default('https://api.mercadopago.com'),
  MERCADO_PAGO_ACCESS_TOKEN: z.string().min(1).optional(),
  MERCADO_PAGO_WEBHOOK_SECRET: secret.optional(),
  ASAAS_WEBHOOK_TOKEN: secret.optional(),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_', 'must start with "whsec_"').optional(),

  /** Alerts go here; without it to FIRM_EMAIL. */
  OPERATOR_EMAIL: z.email().optional(),
  /** Thresholds of the alerts; docs/operation.md says what each measures. */
  ALERT_HIT_RATE_BELOW: z.coerce.number().min(0).max(1).default(0.8),
  ALERT_BACKLOG_ABOVE: z.coerce.number().int().min(1).default(1_000),
  ALERT_OUTBOX_AGE_SECONDS_ABOVE: z.coerce.number().int().min(1).default(60),
  ALERT_DEAD_LETTERS_ABOVE: z.coerce.number().int().min(0).default(0),
  ALERT_REDIS_MEMORY_ABOVE: z.coerce.number().min(0).max(1).default(0.8),
  ALERT_WORKER_SILENT_SECONDS: z.coerce.number().int().min(10).default(120),

  FIRM_NAME: z.string().min(1).default('Garcez Palha'),
  FIRM_EMAIL: z.email(),
  FIRM_FROM: z.string().min(3),
  FIRM_PHONE: z.string().optional(),
  FIRM_ADDRESS: z.string().optional(),
  FIRM_REGISTRATION: z.string().optional(),
})

/** A server's host name or IP (IPv6 without brackets) and port. */
export interface Address {
  readonly host: string
  readonly port: number
}

export type Env = Readonly<z.infer<typeof schema>>
export type Source = Readonly<Record<string, string | undefined>>

/** Parses and cross-checks; throws one error that names every variable and says what to do. */
export function parseEnv(source: Source): Env {
  const parsed = schema.safeParse(withoutBlanks(source))
  if (!parsed.success) throw new EnvironmentError(parsed.error.issues.map(describeIssue))
  const problems = crossCheck(parsed.data)
  if (problems.length > 0) throw new EnvironmentError(problems)
  return Object.freeze(parsed.data)
}

/** What the runner itself reads (server/dev); the parts it starts get the schema above. */
const runnerSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).optional(),
  /** Where the embedded parts keep data, logs and secrets; relative to the project folder. */
  PLANTAO_HOME: z.string().default('.plantao'),
  WEB_PORT: port.default(3000),
  GATEWAY_PORT: port.default(3001),
  WORKER_PORT: port.default(3002),
  SIMULATOR_PORT: port.default(3003),
  POSTGRES_PORT: port.default(54_320),
  POSTGREST_PORT: port.default(54_321),
  REDIS_STATE_PORT: port.default(63_790),
  REDIS_CACHE_PORT: port.default(63_791),
})

export type RunnerEnv = Readonly<z.infer<typeof runnerSchema>>

/** Parses the runner's own variables; throws like `parseEnv`. */
export function parseRunnerEnv(source: Source): RunnerEnv {
  const parsed = runnerSchema.safeParse(withoutBlanks(source))
  if (!parsed.success) throw new EnvironmentError(parsed.error.issues.map(describeIssue))
  return Object.freeze(parsed.data)
}

/** The environment of this process, validated. */
export const readEnv = (): Env => parseEnv(process.env)

/** The raw environment, for the runner that hands it on to the parts it starts. */
export const rawEnv = (): Source => process.env

export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  - ${problem}`).join('\n')
    super(`The environment is not complete:\n${lines}\nSee .env.example for every variable and what it means.`)
  }
}

const withoutBlanks = (source: Source): Source =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))

function describeIssue(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.')
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return isMissing ? `${name} is missing: set it` : `${name}: ${issue.message}`
}

function crossCheck(env: z.infer<typeof schema>): string[] {
  const problems: string[] = []
  problems.push(...redisProblems(env))
  if ((env.GOOGLE_CLIENT_ID === undefined) !== (env.GOOGLE_CLIENT_SECRET === undefined)) {
    problems.push('GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET belong together: set both or neither')
  }
  if (!env.PLANTAO_EMBEDDED && env.NODE_ENV === 'production') problems.push(...productionProblems(env))
  return problems
}

function redisProblems(env: z.infer<typeof schema>): string[] {
  const { UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: restToken } = env
  if (restUrl && !restToken) return ['UPSTASH_REDIS_REST_TOKEN is missing: UPSTASH_REDIS_REST_URL asks for it']
  if (restToken && !restUrl) return ['UPSTASH_REDIS_REST_URL is missing: UPSTASH_REDIS_REST_TOKEN belongs to it']
  if (restUrl && env.REDIS_CACHE_URL) {
    return ['REDIS_CACHE_URL and UPSTASH_REDIS_REST_URL: web would cache in one and be told of changes in the other']
  }
  const chosen = redisServersOf(env)
  if (chosen.length > 1) return [`${chosen.join(' and ')} each name a Redis: keep one of them`]
  if (chosen.length === 0 && !restUrl) {
    return ['no Redis: set REDIS_URL, or REDIS_HOST, REDIS_SENTINELS or REDIS_CLUSTER_NODES']
  }
  return []
}

/** The variables that name a Redis to connect to. */
function redisServersOf(env: z.infer<typeof schema>): string[] {
  const ways = {
    REDIS_URL: env.REDIS_URL,
    REDIS_HOST: env.REDIS_HOST,
    REDIS_SENTINELS: env.REDIS_SENTINELS[0],
    REDIS_CLUSTER_NODES: env.REDIS_CLUSTER_NODES[0],
  }
  return Object.entries(ways).flatMap(([name, value]) => (value === undefined ? [] : [name]))
}

/** Throws where the environment has Redis over HTTP only, which carries no subscriptions and no queues. */
export function requireRedisServer(env: Env, processName: string): void {
  if (redisServersOf(env).length > 0) return
  throw new EnvironmentError([
    `REDIS_URL is missing: the ${processName} subscribes and runs queues, which UPSTASH_REDIS_REST_URL cannot carry; ` +
      "set REDIS_URL to the same database's rediss:// address",
  ])
}

function parseAddress(text: string, defaultPort: number): Address | undefined {
  const url = URL.parse(`redis://${text}`)
  if (!url?.hostname || url.pathname || url.username || url.search) return undefined
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port ? Number(url.port) : defaultPort }
}

/** Nothing but scheme, name and port: these words go into headers as they are. */
function parseOrigin(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) return undefined
  return /^https?:\/\/[\w.:[\]-]+$/.test(url.origin) ? url.origin : undefined
}

function refuseOrigin(context: z.RefinementCtx): never {
  context.addIssue('must be origins like "https://site.example", separated by commas: no path, no "*"')
  return z.NEVER
}

function refuseAddress(context: z.RefinementCtx): never {
  context.addIssue('must be addresses like "host:port", separated by commas')
  return z.NEVER
}

const isLocal = (url: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

function productionProblems(env: z.infer<typeof schema>): string[] {
  const problems: string[] = []
  if (/^http:\/\/(?!localhost|127\.|\[::1\])/.test(env.UPSTASH_REDIS_REST_URL ?? ''))
    problems.push('UPSTASH_REDIS_REST_URL must use https in production')
  if (!isLocal(env.PUBLIC_URL) && !env.PUBLIC_URL.startsWith('https://'))
    problems.push('PUBLIC_URL must use https in production')
  if (env.RESEND_API_KEY === 're_simulator')
    problems.push("RESEND_API_KEY is the simulator's: put a key of your Resend account")
  return [...problems, ...redisPlaceholders(env)]
}

function redisPlaceholders(env: Env): string[] {
  const { REDIS_URL, REDIS_CACHE_URL, REDIS_PASSWORD, REDIS_SENTINEL_PASSWORD, UPSTASH_REDIS_REST_TOKEN } = env
  const held = { REDIS_URL, REDIS_CACHE_URL, REDIS_PASSWORD, REDIS_SENTINEL_PASSWORD, UPSTASH_REDIS_REST_TOKEN }
  return Object.entries(held)
    .filter(([, value]) => /change-?me/i.test(value ?? ''))
    .map(([name]) => `${name} holds the placeholder of .env.example: put the real password`)
}
