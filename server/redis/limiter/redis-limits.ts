import type { Keys } from '../keys.ts'
import type { RedisStore } from '../store.ts'
import { createBatch } from './create-batch.ts'
import type { LimitCall, Quota } from './quota.ts'
import { type Question, readVerdicts, segmentsOf } from './take-script.ts'
import type { Verdict } from './verdict.ts'

/** Few enough that Redis decides one batch while the next is read and written, and others wait for 0.1 ms at most. */
const maxBatch = 32

/** The limits that all processes share, by Redis' clock; each rejects when Redis does not answer. */
export function createRedisLimits(store: RedisStore, keys: Keys) {
  const channel = keys.limitsChannel()
  // In a Cluster the registry binds a subject's keys to one slot, and a script reaches one slot.
  const isSlotted = keys.rateLimit('a', 'b').includes('{')
  const decide = createBatch<Question, Verdict>({
    run: async (questions) => readVerdicts(questions, await store.run('take-limits', segmentsOf(questions))),
    groupOf: isSlotted ? ({ call }) => call.subject : () => '',
    maxSize: maxBatch,
  })

  return {
    take: (call: LimitCall): Promise<Verdict> => decide({ call, takes: true }),
    look: (call: LimitCall): Promise<Verdict> => decide({ call, takes: false }),
    /** Whether any of it still counted. */
    async refund(call: LimitCall, receipts: readonly number[]): Promise<boolean> {
      const places = call.quotas.flatMap(({ rule }, index) => [rule.spanUs, rule.groupUs, receipts[index] ?? 0])
      const refunded = await store.run('refund-limits', {
        keys: call.quotas.map(keyOf),
        args: [call.cost, channel, call.subject, ...places],
      })
      return refunded > 0
    },
    async reset(call: LimitCall): Promise<void> {
      await store.run('reset-limits', { keys: call.quotas.map(keyOf), args: [channel, call.subject] })
    },
  }
}

const keyOf = ({ key }: Quota): string => key
