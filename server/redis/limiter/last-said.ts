import type { Group } from './local-count.ts'
import type { LimitCall, Quota } from './quota.ts'
import type { Verdict } from './verdict.ts'

/** Mutable: overwritten with every decision, the hottest path of all. */
interface Said {
  atUs: number
  /** Calls that counted then, of all processes; of a smooth limit in fractions. */
  used: number
}

/** What Redis said last of each limit, so that a process that has to count alone begins with it and not with nothing. */
export function createLastSaid(maxKeys: number) {
  const all = new Map<string, Said>()

  function keep(key: string, said: Said): void {
    all.set(key, said)
    if (all.size <= maxKeys) return
    for (const oldest of all.keys()) return void all.delete(oldest)
  }

  return {
    /** @param atUs when the answer came: it was decided no later, so what it counted leaves the window no later. */
    hear({ quotas }: LimitCall, { standings }: Verdict, atUs: number): void {
      for (const [index, { key, policy, rule }] of quotas.entries()) {
        const standing = standings[index]
        if (!standing || policy.whenUnavailable === 'refuse') continue
        const used = rule.groupUs > 0 ? rule.capacity - standing.remaining : standing.resetUs / rule.spanUs
        const known = all.get(key)
        if (!known) keep(key, { atUs, used })
        else [known.atUs, known.used] = [atUs, used]
      }
    },
    /** That much of the share of one process among `instances` is gone. All of it counts as called when it was said. */
    givenOf({ key, rule }: Quota, instances: number): Group | undefined {
      const said = all.get(key)
      if (!said || said.used <= 0) return undefined
      if (rule.groupUs === 0) return { atUs: said.atUs, size: said.used / instances }
      return {
        atUs: said.atUs,
        size: shareOf(rule.capacity, instances) - shareOf(rule.capacity - said.used, instances),
      }
    },
    forget: (key: string): boolean => all.delete(key),
  }
}

/** Of what is left each process has a call at least. */
const shareOf = (left: number, instances: number): number => (left <= 0 ? 0 : Math.max(1, Math.floor(left / instances)))
