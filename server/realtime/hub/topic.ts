import type { Position } from '../../contracts/positions.ts'

/** A numbered stream that the hub follows: 1, 2, 3, … with no holes, counted by Postgres. */
export interface Topic {
  readonly source: TopicSource
  readonly id: string
}

/** How the hub finds the events of one kind of topic. It never looks into them. */
export interface TopicSource {
  /** Tells sources apart: `conversation`, `notifications`. */
  readonly name: string
  /** Where Redis carries `formatHubMessage` texts of this topic. */
  channelOf(id: string): string
  /**
   * The newest events as Redis keeps them, as hub messages after `afterSeq`, ascending; may be empty, end early or hold
   * those of another epoch: the hub takes what is contiguous.
   */
  readWindow(id: string, afterSeq: number): Promise<readonly string[]>
  /** Events after a position as Postgres has them, ascending, none left out. */
  readEvents(id: string, range: SeqRange): Promise<readonly StoredEvent[]>
  /** The last number of each topic, in one query. A topic that nobody has written to is absent. */
  readHeads(ids: readonly string[]): Promise<Heads>
  /** The event that tells a subscriber to start anew at the head. */
  resyncJson(id: string, resync: Resync): string
}

export interface SeqRange {
  readonly afterSeq: number
  readonly limit: number
}

export interface StoredEvent {
  readonly seq: number
  readonly json: string
}

export interface Heads {
  readonly epoch: string
  readonly heads: ReadonlyMap<string, number>
}

export type ResyncReason = 'gap' | 'epoch' | 'future' | 'unreadable'

export interface Resync {
  readonly head: Position
  readonly reason: ResyncReason
}
