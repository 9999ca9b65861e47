import type { Quota, Verdict, Window } from './windows.ts'

const maxKeys = 10_000

/** The same windows counted by this process alone, for the time that Redis cannot be asked. */
export function createLocalWindows(clock: () => number) {
  const grants = new Map<string, readonly number[]>()

  return {
    take(quotas: readonly Quota[]): Verdict {
      const now = clock()
      const windows = quotas.map((quota) => inspect(recent(grants.get(quota.key), quota, now), quota, now))
      const isAllowed = windows.every(({ retryAfterMs }) => retryAfterMs === 0)
      if (!isAllowed) return { isAllowed, windows }
      return { isAllowed, windows: quotas.map((quota) => grant(quota, now)) }
    },
  }

  function grant(quota: Quota, now: number): Window {
    const times = [...recent(grants.get(quota.key), quota, now), now]
    grants.delete(quota.key)
    grants.set(quota.key, times)
    forgetOldest()
    return { used: times.length, resetMs: quota.windowMs, retryAfterMs: 0 }
  }

  /** A Map keeps the order of insertion, so its first key is the one unused for longest. */
  function forgetOldest(): void {
    if (grants.size <= maxKeys) return
    for (const key of grants.keys()) {
      grants.delete(key)
      return
    }
  }
}

const recent = (times: readonly number[] | undefined, { windowMs }: Quota, now: number): readonly number[] =>
  (times ?? []).filter((time) => now - time < windowMs)

function inspect(times: readonly number[], { limit, windowMs }: Quota, now: number): Window {
  const newest = times.at(-1)
  const blocking = times[times.length - limit]
  return {
    used: times.length,
    resetMs: newest === undefined ? 0 : newest + windowMs - now,
    retryAfterMs: blocking === undefined ? 0 : blocking + windowMs - now,
  }
}
