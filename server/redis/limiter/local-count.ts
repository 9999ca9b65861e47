import type { Rule } from './quota.ts'
import type { Standing } from './verdict.ts'

/** Calls granted by this process alone: the groups of a strict limit, or when a smooth one is free. */
export type Held = { readonly groups: readonly Group[] } | { readonly freeAtUs: number }

export interface Group {
  /** Time of its last call. */
  readonly atUs: number
  readonly size: number
}

interface Taking {
  readonly cost: number
  readonly nowUs: number
  /** What of the rule's capacity Redis gave away when it last answered; counts until a window after that. */
  readonly given: Group | undefined
}

interface Look {
  /** Without the call. */
  readonly standing: Standing
  /** With it, where the standing allows it. */
  readonly taken: { readonly held: Held; readonly standing: Standing }
}

export const lookAt = (held: Held | undefined, rule: Rule, taking: Taking): Look =>
  rule.groupUs > 0 ? lookStrict(groupsOf(held), rule, taking) : lookSmooth(freeAtOf(held), rule, taking)

const groupsOf = (held: Held | undefined): readonly Group[] => (held && 'groups' in held ? held.groups : [])
const freeAtOf = (held: Held | undefined): number => (held && 'freeAtUs' in held ? held.freeAtUs : 0)

function lookStrict(all: readonly Group[], { capacity, spanUs, groupUs }: Rule, { cost, nowUs, given }: Taking): Look {
  const counts = ({ atUs }: Group) => nowUs - atUs < spanUs
  const groups = all.filter(counts)
  const counted = [...groups, ...(given ? [given] : [])].filter(counts).sort((left, right) => left.atUs - right.atUs)
  const remaining = capacity - sizeOf(counted)
  const newest = groups.at(-1)
  const isSameGroup = newest && Math.floor(newest.atUs / groupUs) === Math.floor(nowUs / groupUs)
  const kept = isSameGroup ? groups.slice(0, -1) : groups
  const lastUs = counted.at(-1)?.atUs
  return {
    standing: {
      remaining,
      resetUs: lastUs === undefined ? 0 : lastUs + spanUs - nowUs,
      retryUs: waitFor(cost - remaining, counted, spanUs - nowUs),
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

function lookSmooth(freeAtUs: number, { capacity, spanUs }: Rule, { cost, nowUs, given }: Taking): Look {
  const givenUs = given ? Math.max(0, given.atUs + given.size * spanUs - nowUs) : 0
  const fullUs = capacity * spanUs - givenUs
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

/** Calls that still count, and how long the next of them still does. */
export function countOf(held: Held | undefined, { spanUs, groupUs }: Rule, nowUs: number): Owed {
  if (groupUs > 0) {
    const groups = groupsOf(held).filter(({ atUs }) => nowUs - atUs < spanUs)
    return { calls: sizeOf(groups), nextUs: (groups[0]?.atUs ?? nowUs) + spanUs - nowUs }
  }
  const busyUs = Math.max(0, freeAtOf(held) - nowUs)
  const calls = Math.ceil(busyUs / spanUs)
  return { calls, nextUs: busyUs - (calls - 1) * spanUs }
}

export interface Owed {
  readonly calls: number
  readonly nextUs: number
}

interface Refund extends Omit<Taking, 'given'> {
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
