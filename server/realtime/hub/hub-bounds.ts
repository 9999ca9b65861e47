/** Everything of a hub that could grow, and how long it waits. Data, so that tests can make it small. */
export interface HubBounds {
  readonly mostTopics: number
  readonly mostSubscribers: number
  readonly mostSubscribersPerTopic: number
  /** Kept of every topic for those who come back. */
  readonly ring: { readonly mostEvents: number; readonly mostBytes: number }
  readonly reorderBuffer: { readonly mostEvents: number; readonly mostBytes: number }
  /** A subscriber further behind than this starts anew instead: by events, and by what they weigh. */
  readonly mostReplayedEvents: number
  readonly mostReplayedBytes: number
  readonly mostHeadsPerQuery: number
  /** How long an event that is ahead waits before its hole is looked up. */
  readonly parkMs: number
  /** How often heads are compared with Postgres. */
  readonly repairMs: number
  readonly probeMs: number
  /** How long a topic stays that nobody is attached to: people come back. */
  readonly lingerMs: number
  /** How long an opening topic waits for Redis before it goes without. */
  readonly subscribePatienceMs: number
}

export const hubBounds: HubBounds = {
  mostTopics: 50_000,
  mostSubscribers: 50_000,
  mostSubscribersPerTopic: 10_000,
  ring: { mostEvents: 64, mostBytes: 256 * 1024 },
  reorderBuffer: { mostEvents: 128, mostBytes: 256 * 1024 },
  mostReplayedEvents: 500,
  mostReplayedBytes: 512 * 1024,
  mostHeadsPerQuery: 1_000,
  parkMs: 40,
  repairMs: 1_200,
  probeMs: 1_000,
  lingerMs: 10_000,
  subscribePatienceMs: 500,
}
