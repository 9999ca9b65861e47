import { z } from 'zod'
import { type ProviderName, providerName } from './deliveries.ts'
import { createRandom } from './random.ts'

const times = z.coerce.number().int().min(1).max(100_000).default(1)

/** How a provider misbehaves from now on. Faults with `times` end after that many requests, `delayMs` when deleted. */
export const ruleInput = z
  .object({
    provider: providerName,
    /** Only requests whose body contains this text: lets tests share one simulator. */
    when: z.object({ bodyIncludes: z.string().min(1) }).optional(),
    /** Meets only this share of the requests, at random; the seed repeats which. */
    percent: z.coerce.number().min(0).max(100).optional(),
    seed: z.coerce.number().int().optional(),
    delayMs: z.coerce.number().int().min(0).max(120_000).optional(),
    /** Refuse without any effect. */
    fail: z
      .object({
        times,
        status: z.coerce.number().int().min(400).max(599).default(500),
        retryAfterSeconds: z.coerce.number().min(0).max(86_400).optional(),
      })
      .optional(),
    /** Take effect, then answer an error all the same. */
    acceptThenFail: z.object({ times, status: z.coerce.number().int().min(500).max(599).default(500) }).optional(),
    /** Take effect, then never answer: the caller runs into its own timeout. */
    acceptThenTimeout: z.object({ times }).optional(),
    /** Take effect, then write the same complete answer twice: the second one belongs to no request. */
    answerTwice: z.object({ times }).optional(),
    /** Close the connection without an answer and without effect. */
    disconnect: z.object({ times }).optional(),
  })
  .strict()
/** As callers write it: what has a default may be left out. */
export type RuleForm = z.input<typeof ruleInput>
export type RuleInput = z.infer<typeof ruleInput>

/** In the order in which one rule applies them: the harshest first. */
const faultNames = ['disconnect', 'fail', 'acceptThenTimeout', 'acceptThenFail', 'answerTwice'] as const
type FaultName = (typeof faultNames)[number]

export interface Rule extends RuleInput {
  readonly id: number
  /** How many requests each fault still meets. */
  readonly left: Readonly<Record<FaultName, number>>
}

/** What to do to one request. */
export interface Fault {
  readonly name: FaultName | 'none'
  readonly delayMs: number
  /** Of `fail` and `acceptThenFail`. */
  readonly status: number
  readonly retryAfterSeconds?: number | undefined
}

export interface Rules {
  add(input: RuleInput): Rule
  list(): readonly Rule[]
  clear(provider?: ProviderName): void
  /** Counts the request against the oldest rule that applies to it. */
  take(request: { readonly provider: ProviderName; readonly rawBody: string }): Fault
}

/** In memory only: a restarted simulator behaves. */
export function createRules(): Rules {
  let rules: readonly Rule[] = []
  let lastId = 0
  const randoms = new Map<number, () => number>()
  const meets = (rule: Rule): boolean => {
    const random = randoms.get(rule.id)
    return random === undefined || random() * 100 < (rule.percent ?? 100)
  }
  return {
    add: (input) => {
      lastId += 1
      const rule = { id: lastId, ...input, left: countTimes(input) }
      rules = [...rules, rule]
      if (input.percent !== undefined) randoms.set(rule.id, createRandom(input.seed ?? 1))
      return rule
    },
    list: () => rules,
    clear: (provider) => {
      rules = provider === undefined ? [] : rules.filter((rule) => rule.provider !== provider)
    },
    take: (request) => {
      const rule = rules.find((candidate) => isFor(candidate, request) && meets(candidate))
      if (!rule) return { name: 'none', delayMs: 0, status: 0 }
      const name = faultNames.find((candidate) => rule.left[candidate] > 0)
      const spent = name === undefined ? rule : { ...rule, left: { ...rule.left, [name]: rule.left[name] - 1 } }
      rules = rules.map((other) => (other === rule ? spent : other)).filter(isActive)
      return describeFault(rule, name)
    },
  }
}

const countTimes = (input: RuleInput): Rule['left'] => ({
  disconnect: input.disconnect?.times ?? 0,
  fail: input.fail?.times ?? 0,
  acceptThenTimeout: input.acceptThenTimeout?.times ?? 0,
  acceptThenFail: input.acceptThenFail?.times ?? 0,
  answerTwice: input.answerTwice?.times ?? 0,
})

const isFor = (rule: Rule, request: { provider: ProviderName; rawBody: string }): boolean =>
  rule.provider === request.provider && (rule.when === undefined || request.rawBody.includes(rule.when.bodyIncludes))

const isActive = (rule: Rule): boolean => (rule.delayMs ?? 0) > 0 || faultNames.some((name) => rule.left[name] > 0)

const describeFault = (rule: Rule, name: FaultName | undefined): Fault => ({
  name: name ?? 'none',
  delayMs: rule.delayMs ?? 0,
  status: (name === 'acceptThenFail' ? rule.acceptThenFail?.status : rule.fail?.status) ?? 500,
  retryAfterSeconds: name === 'fail' ? rule.fail?.retryAfterSeconds : undefined,
})
