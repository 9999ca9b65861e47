import type { HubStats } from './hub.ts'

type Counted = Omit<HubStats, `${string}Now`>
/** What the parts of a hub add to. */
export type Counters = {
  -readonly [N in keyof Counted]: Counted[N] extends number ? number : Record<ResyncName, number>
}
type ResyncName = keyof HubStats['resyncs']

export const createCounters = (): Counters => ({
  deliveries: 0,
  duplicates: 0,
  parked: 0,
  repaired: 0,
  windowReads: 0,
  historyReads: 0,
  headReads: 0,
  lostProbes: 0,
  resyncs: { gap: 0, epoch: 0, future: 0, unreadable: 0 },
})
