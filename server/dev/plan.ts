import { EnvironmentError, parseRunnerEnv, type RunnerEnv, type Source } from '#server/env.ts'

/** Which parts are embedded; the others are where the operator's variables point. */
export interface Plan {
  readonly isDatabaseEmbedded: boolean
  readonly isStateEmbedded: boolean
  readonly isCacheEmbedded: boolean
  readonly isSimulatorEmbedded: boolean
  readonly runnerEnv: RunnerEnv
}

const redisVariables = ['REDIS_URL', 'REDIS_HOST', 'REDIS_SENTINELS', 'REDIS_CLUSTER_NODES']

/** Reads the operator's variables; throws EnvironmentError for half-set pairs and for embedded parts in production. */
export function planStack(env: Source): Plan {
  const has = (name: string) => Boolean(env[name])
  const isStateEmbedded = !redisVariables.some(has)
  const plan: Plan = {
    isDatabaseEmbedded: !has('SUPABASE_URL'),
    isStateEmbedded,
    // State elsewhere and no cache named: the cache falls back to the state server, as in any deployment.
    isCacheEmbedded: isStateEmbedded && !has('REDIS_CACHE_URL'),
    isSimulatorEmbedded: !has('RESEND_API_KEY'),
    runnerEnv: parseRunnerEnv(env),
  }
  const problems = [...halfSetPairs(has), ...productionProblems(plan)]
  if (problems.length > 0) throw new EnvironmentError(problems)
  return plan
}

function halfSetPairs(has: (name: string) => boolean): string[] {
  const problems: string[] = []
  const demand = (given: string, missing: string, why: string) => {
    if (has(given) && !has(missing)) problems.push(`${missing} is missing: ${given} is set, and ${why}`)
  }
  demand('SUPABASE_URL', 'SUPABASE_SERVICE_ROLE_KEY', 'the server signs in there with that key')
  demand('SUPABASE_SERVICE_ROLE_KEY', 'SUPABASE_URL', 'the key belongs to a project at that address')
  demand('DATABASE_URL', 'SUPABASE_URL', 'both must lead to the same database (unset both for the embedded one)')
  demand('UPSTASH_REDIS_REST_URL', 'REDIS_URL', "gateway and worker connect to the same database's rediss:// address")
  demand('RESEND_BASE_URL', 'RESEND_API_KEY', 'without a key the simulator stands in for Resend')
  if (has('RESEND_API_KEY')) {
    demand('RESEND_API_KEY', 'FIRM_EMAIL', 'new conversations are announced to that address')
    demand('RESEND_API_KEY', 'FIRM_FROM', 'e-mails are sent from it, e.g. "Garcez Palha <contato@your-domain>"')
  }
  return problems
}

/** The embedded parts are for trying and developing: their secrets lie in a file, their data on one disk. */
function productionProblems(plan: Plan): string[] {
  if (plan.runnerEnv.NODE_ENV !== 'production') return []
  const why = 'NODE_ENV=production runs on real services only (unset NODE_ENV to try the product)'
  return [
    ...(plan.isDatabaseEmbedded ? [`SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY are missing: ${why}`] : []),
    ...(plan.isStateEmbedded ? [`REDIS_URL is missing: ${why}`] : []),
    ...(plan.isSimulatorEmbedded ? [`RESEND_API_KEY, FIRM_EMAIL and FIRM_FROM are missing: ${why}`] : []),
  ]
}
