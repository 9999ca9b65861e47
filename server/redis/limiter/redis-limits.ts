import type { Keys } from '../keys.ts'
import type { RedisStore } from '../store.ts'
import { createBatch } from './create-batch.ts'
import type { LimitCall, Rule } from './quota.ts'
import type { Standing, Verdict } from './verdict.ts'

interface Question {
  readonly call: LimitCall
  readonly takes: boolean
}

/** Few enough that Redis decides one batch while the next is read and written, and others wait for 0.2 ms at most. */
const maxBatch = 32

/** The limits that all processes share, by Redis' clock; each rejects when Redis does not answer. */
export function createRedisLimits(store: RedisStore, keys: Keys) {
  const channel = keys.limitsChannel()
  // In a Cluster the registry binds a subject's keys to one slot, and a script reaches one slot.
  const isSlotted = keys.rateLimit('a', 'b').includes('{')
  const decide = createBatch<Question, Verdict>({
    run: async (questions) => readVerdicts(questions, await store.run('take-limits', askFor(questions))),
    groupOf: ({ call, takes }) => `${call.cost} ${takes} ${call.quotas.length} ${isSlotted ? call.subject : ''}`,
    maxSize: maxBatch,
  })

  return {
    take: (call: LimitCall): Promise<Verdict> => decide({ call, takes: true }),
    look: (call: LimitCall): Promise<Verdict> => decide({ call, takes: false }),
    /** Whether any of it still counted. */
    async refund(call: LimitCall, receipts: readonly number[]): Promise<boolean> {
      const places = call.quotas.flatMap(({ rule }, index) => [rule.spanUs, rule.groupUs, receipts[index] ?? 0])
      const refunded = await store.run('refund-limits', {
        keys: keysOf(call),
        args: [call.cost, channel, call.subject, ...places],
      })
      return refunded > 0
    },
    async reset(call: LimitCall): Promise<void> {
      await store.run('reset-limits', { keys: keysOf(call), args: [channel, call.subject] })
    },
  }
}

const keysOf = ({ quotas }: LimitCall): string[] => quotas.map(({ key }) => key)

/** All questions have the same cost, aim and number of limits. */
function askFor(questions: readonly Question[]) {
  const keys: string[] = []
  const rules: number[] = []
  const numbers = new Map<Rule, number>()
  const ruleOfKey: number[] = []
  for (const { call } of questions) {
    for (const { key, rule } of call.quotas) {
      const number = numbers.get(rule) ?? numbers.size + 1
      if (number > numbers.size) {
        numbers.set(rule, number)
        rules.push(...numbersOf(rule))
      }
      keys.push(key)
      ruleOfKey.push(number)
    }
  }
  const [first] = questions
  const aim = [first?.call.cost ?? 1, first?.takes ? 1 : 0, first?.call.quotas.length ?? 1]
  return { keys, args: [...aim, numbers.size, ...rules, ...ruleOfKey] }
}

/** A value is kept one millisecond longer than its window, for expiry knows no fractions. */
const numbersOf = ({ capacity, spanUs, groupUs }: Rule): number[] => [
  capacity,
  spanUs,
  groupUs,
  groupUs > 0 ? spanUs / 1_000 + 1 : 0,
]

function readVerdicts(questions: readonly Question[], reply: readonly number[]): Verdict[] {
  const [nowUs = 0] = reply
  let at = 1
  const next = (): number => {
    const value = reply[at]
    if (value === undefined) throw new Error('Redis answered for fewer limits than it was asked')
    at += 1
    return value
  }
  return questions.map(({ call }) => {
    const standings = call.quotas.map(({ rule }): Standing => {
      const [remaining, resetUs, retryUs] = [next(), next(), next()]
      // Of a strict call its time, of a smooth one the begin of the slot it took.
      const receipt = rule.groupUs > 0 ? nowUs : nowUs + resetUs - call.cost * rule.spanUs
      return { remaining, resetUs, retryUs, receipt }
    })
    return { isAllowed: standings.every(({ retryUs }) => retryUs === 0), standings, isLocal: false }
  })
}
