import type { Rule } from './quota.ts'
import type { Standing } from './verdict.ts'

/** What take-limits.lua holds of one limit, in this process: the groups of a strict one, or when a smooth one is free. */
export type Held = { readonly groups: readonly Group[] } | { readonly freeAtUs: number }

interface Group {
  /** Time of its last call. */
  readonly atUs: number
  readonly size: number
}

interface Taking {
  readonly cost: number
  readonly nowUs: number
}

interface Look {
  /** Without the call. */
  readonly standing: Standing
  /** With it, where the standing allows it. */
  readonly taken: { readonly held: Held; readonly standing: Standing }
}

export const lookAt = (held: Held | undefined, rule: Rule, taking: Taking): Look =>
  rule.groupUs > 0
    ? lookStrict(held && 'groups' in held ? held.groups : [], rule, taking)
    : lookSmooth(held && 'freeAtUs' in held ? held.freeAtUs : 0, rule, taking)

function lookStrict(all: readonly Group[], { capacity, spanUs, groupUs }: Rule, { cost, nowUs }: Taking): Look {
  const groups = all.filter(({ atUs }) => nowUs - atUs < spanUs)
  const remaining = capacity - sizeOf(groups)
  const newest = groups.at(-1)
  const isSameGroup = newest && Math.floor(newest.atUs / groupUs) === Math.floor(nowUs / groupUs)
  const kept = isSameGroup ? groups.slice(0, -1) : groups
  return {
    standing: {
      remaining,
      resetUs: newest ? newest.atUs + spanUs - nowUs : 0,
      retryUs: waitFor(cost - remaining, groups, spanUs - nowUs),
      receipt: nowUs,
    },
    taken: {
      held: { groups: [...kept, { atUs: nowUs, size: cost + (isSameGroup ? newest.size : 0) }] },
      standing: { remaining: remaining - cost, resetUs: spanUs, retryUs: 0, receipt: nowUs },
    },
  }
}

const sizeOf = (groups: readonly Group[]): number => groups.reduce((sum, { size }) => sum + size, 0)

/** Until the oldest groups that together hold `excess` calls have left the window. */
function waitFor(excess: number, groups: readonly Group[], untilLeftUs: number): number {
  let [missing, retryUs] = [excess, 0]
  for (const { atUs, size } of groups) {
    if (missing <= 0) break
    retryUs = atUs + untilLeftUs
    missing -= size
  }
  return retryUs
}

function lookSmooth(freeAtUs: number, { capacity, spanUs }: Rule, { cost, nowUs }: Taking): Look {
  const fullUs = capacity * spanUs
  const busyUs = Math.max(0, freeAtUs - nowUs)
  const thenUs = busyUs + cost * spanUs
  const remaining = Math.floor((fullUs - busyUs) / spanUs)
  const receipt = nowUs + busyUs
  return {
    standing: { remaining, resetUs: busyUs, retryUs: Math.max(0, thenUs - fullUs), receipt },
    taken: {
      held: { freeAtUs: nowUs + thenUs },
      standing: { remaining: remaining - cost, resetUs: thenUs, retryUs: 0, receipt },
    },
  }
}

interface Refund extends Taking {
  readonly receipt: number
}

/** As refund-limits.lua does it. */
export function refundFrom(held: Held, { spanUs, groupUs }: Rule, { cost, receipt, nowUs }: Refund): Held {
  if ('freeAtUs' in held) {
    const backUs = Math.min(cost * spanUs, receipt + cost * spanUs - nowUs)
    return { freeAtUs: held.freeAtUs - Math.max(0, backUs) }
  }
  const groupOf = (us: number) => Math.floor(us / groupUs)
  const place = held.groups.findIndex(({ atUs }) => groupOf(atUs) === groupOf(receipt))
  return {
    groups: held.groups.map((group, index) =>
      index === place ? { ...group, size: Math.max(0, group.size - cost) } : group,
    ),
  }
}
