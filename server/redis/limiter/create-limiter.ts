import type { Logger } from 'pino'
import { type LimitName, type LimitPolicy, limits } from '../../contracts/limits.ts'
import { createCircuitBreaker } from '../circuit-breaker.ts'
import type { Keys } from '../keys.ts'
import { createOutageLog } from '../outage-log.ts'
import type { PubSub } from '../pubsub.ts'
import type { RedisStore } from '../store.ts'
import { createQuotas } from './create-quotas.ts'
import { createDenyMemory } from './deny-memory.ts'
import { createFleetSize } from './fleet-size.ts'
import type { Limiter, LimitResult } from './limiter.ts'
import { createLocalLimits } from './local-limits.ts'
import type { LimitCall } from './quota.ts'
import { createRedisLimits } from './redis-limits.ts'
import { nothingAsked, refuseAll, report } from './report.ts'
import type { Verdict } from './verdict.ts'

interface LimiterOptions {
  readonly store: RedisStore
  readonly keys: Keys
  readonly log: Logger
  /** Carries refunds and resets to the memory of refusals; without it that memory may hold one for five seconds. */
  readonly pubsub?: Pick<PubSub, 'subscribe' | 'onReconnect'>
  /** How many processes share the limits while Redis is away; without it those that decide are counted. */
  readonly instances?: number | undefined
  /** Milliseconds that only move forward, for what this process remembers; limits in Redis go by its clock. */
  readonly clock?: () => number
  readonly policies?: Readonly<Record<LimitName, LimitPolicy>>
}

export function createLimiter(options: LimiterOptions): Limiter {
  const { keys, log, clock = () => performance.now(), policies = limits } = options
  const store = createCircuitBreaker({ store: options.store, clock })
  const quotas = createQuotas(keys, policies)
  const shared = createRedisLimits(store, keys)
  const fleet = createFleetSize({ store, keys, clock })
  const local = createLocalLimits({ clock, instances: () => options.instances ?? fleet.size() })
  const memory = createDenyMemory(clock)
  const listen = createListener(options, memory)
  const outage = createOutageLog(log, 'The limiter')

  async function decide(call: LimitCall, takes: boolean): Promise<LimitResult> {
    const asked = local.askFor(call)
    if (!asked) return report(call, local.look(call))
    const [sentAtMs, epoch] = [clock(), memory.epoch()]
    try {
      const answer = await (takes ? shared.take(asked) : shared.look(asked))
      outage.worked()
      const verdict = local.settle({ call, asked, answer })
      if (takes && !answer.isAllowed) remember(call, verdict, { sentAtMs, epoch })
      else if (takes && !verdict.isAllowed) giveBack(call, answer)
      return report(call, verdict)
    } catch (error) {
      outage.failed(error)
      return withoutRedis(call, takes)
    }
  }

  function remember(call: LimitCall, verdict: Verdict, { sentAtMs, epoch }: Asked): void {
    listen()
    if (memory.epoch() === epoch) memory.remember(call, verdict, sentAtMs)
  }

  /** Of a grant that came after its place was given away; unless this works it counts until it leaves the window. */
  function giveBack(call: LimitCall, { standings }: Verdict): void {
    const receipts = standings.map(({ receipt }) => receipt)
    shared.refund(call, receipts).catch(() => {})
  }

  function withoutRedis(call: LimitCall, takes: boolean): LimitResult {
    if (call.quotas.some(({ policy }) => policy.whenUnavailable === 'refuse')) return refuseAll(call)
    return report(call, takes ? local.take(call) : local.look(call))
  }

  return {
    async consume(checks, { cost = 1 } = {}) {
      const call = quotas.callOf(checks, cost)
      if (!call) return nothingAsked
      if (options.instances === undefined) fleet.tick()
      const remembered = memory.recall(call)
      return remembered ? report(call, remembered) : await decide(call, true)
    },
    async peek(checks, { cost = 1 } = {}) {
      const call = quotas.callOf(checks, cost)
      if (!call) return nothingAsked
      return { ...(await decide(call, false)), grant: undefined }
    },
    recall(checks, { cost = 1 } = {}) {
      const call = quotas.callOf(checks, cost)
      const remembered = call && memory.recall(call)
      return remembered && report(call, remembered)
    },
    async refund(checks, { cost, receipts, isLocal }) {
      const call = quotas.callOf(checks, cost)
      if (!call) return false
      if (isLocal) return local.refund(call, receipts)
      const isRefunded = await shared.refund(call, receipts)
      memory.forget(call.subject)
      return isRefunded
    },
    async reset(checks) {
      const call = quotas.callOf(checks, 1)
      if (!call) return
      local.reset(call)
      await shared.reset(call)
      memory.forget(call.subject)
    },
  }
}

/** The moment of asking. */
interface Asked {
  readonly sentAtMs: number
  readonly epoch: number
}

/** Begins with the first refusal: a process that refuses nothing has nothing to hear. */
function createListener({ pubsub, keys }: LimiterOptions, memory: ReturnType<typeof createDenyMemory>) {
  let isListening = false
  pubsub?.onReconnect(memory.forgetAll)
  return (): void => {
    if (isListening || !pubsub) return
    isListening = true
    // What was decided before the subscription was confirmed may have been taken back unheard.
    pubsub.subscribe(keys.limitsChannel(), memory.forget).then(memory.forgetAll, () => {
      isListening = false
    })
  }
}
