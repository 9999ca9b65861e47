import { z } from 'zod'
import { type EventDraft, type SignatureKind, senderName, signatureFault } from './webhook-events.ts'

const times = z.coerce.number().int().min(1).max(100_000).default(1)

/** How webhooks are delivered from now on. `times` counts events, before they are doubled. */
export const eventRuleInput = z
  .object({
    provider: senderName.optional(),
    kind: z.string().min(1).optional(),
    /** Only events whose body contains this text: lets tests share one simulator. */
    when: z.object({ bodyIncludes: z.string().min(1) }).optional(),
    late: z.object({ delayMs: z.coerce.number().int().min(1).max(600_000), times }).optional(),
    doubled: z.object({ copies: z.coerce.number().int().min(2).max(50).default(2), times }).optional(),
    /** Collects `hold` deliveries, copies included, and sends them in a random order: one by one, or all at once. */
    shuffled: z
      .object({
        hold: z.coerce.number().int().min(2).max(10_000),
        seed: z.coerce.number().int().default(1),
        atOnce: z.boolean().default(false),
      })
      .optional(),
    signature: z.object({ as: signatureFault, times }).optional(),
  })
  .strict()
  .refine(({ late, doubled, shuffled, signature }) => late ?? doubled ?? shuffled ?? signature, 'must do something')
export type EventRuleInput = z.infer<typeof eventRuleInput>

export interface EventRule extends EventRuleInput {
  readonly id: number
  /** How many events each part still meets. */
  readonly left: { readonly late: number; readonly doubled: number; readonly signature: number }
}

/** What is done to one event. */
export interface DeliveryPlan {
  readonly delayMs: number
  readonly copies: number
  readonly signature: SignatureKind
  /** The rule that collects its deliveries. */
  readonly heldBy?: EventRule
}

export interface EventRules {
  add(input: EventRuleInput): EventRule
  list(): readonly EventRule[]
  /** @returns those removed */
  clear(provider?: EventRule['provider']): readonly EventRule[]
  remove(id: number): void
  /** Counts the event against the oldest rule that applies to it. */
  take(draft: EventDraft): DeliveryPlan
}

/** In memory only: a restarted simulator behaves. */
export function createEventRules(): EventRules {
  let rules: readonly EventRule[] = []
  let lastId = 0
  const remove = (id: number) => {
    rules = rules.filter((rule) => rule.id !== id)
  }
  return {
    add: (input) => {
      lastId += 1
      const { late, doubled, signature } = input
      const left = { late: late?.times ?? 0, doubled: doubled?.times ?? 0, signature: signature?.times ?? 0 }
      const rule = { id: lastId, ...input, left }
      rules = [...rules, rule]
      return rule
    },
    list: () => rules,
    clear: (provider) => {
      const removed = rules.filter((rule) => provider === undefined || rule.provider === provider)
      rules = rules.filter((rule) => !removed.includes(rule))
      return removed
    },
    remove,
    take: (draft) => {
      const rule = rules.find((candidate) => isFor(candidate, draft))
      if (!rule) return { delayMs: 0, copies: 1, signature: 'valid' }
      const spent = { ...rule, left: countDown(rule.left) }
      rules = rules.map((other) => (other === rule ? spent : other)).filter(isActive)
      return planOf(rule)
    },
  }
}

const isFor = (rule: EventRule, draft: EventDraft): boolean =>
  (rule.provider === undefined || rule.provider === draft.provider) &&
  (rule.kind === undefined || rule.kind === draft.kind) &&
  (rule.when === undefined || draft.body.includes(rule.when.bodyIncludes))

const countDown = ({ late, doubled, signature }: EventRule['left']): EventRule['left'] => ({
  late: Math.max(0, late - 1),
  doubled: Math.max(0, doubled - 1),
  signature: Math.max(0, signature - 1),
})

/** A rule that shuffles stays until it has collected its fill. */
const isActive = ({ left, shuffled }: EventRule): boolean =>
  shuffled !== undefined || left.late > 0 || left.doubled > 0 || left.signature > 0

const planOf = (rule: EventRule): DeliveryPlan => ({
  delayMs: rule.left.late > 0 ? (rule.late?.delayMs ?? 0) : 0,
  copies: rule.left.doubled > 0 ? (rule.doubled?.copies ?? 1) : 1,
  signature: rule.left.signature > 0 ? (rule.signature?.as ?? 'valid') : 'valid',
  ...(rule.shuffled ? { heldBy: rule } : {}),
})
