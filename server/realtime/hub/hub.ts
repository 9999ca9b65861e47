import type { EncodedEvent } from './encoded-event.ts'
import type { ResyncReason, Topic } from './topic.ts'

/**
 * Delivers numbered streams to whoever is attached: every event once, in order, none left out. Knows topics, positions
 * and encoded events, nothing of chat or tRPC. One per gateway; opens nothing before the first attachment.
 */
export interface Hub {
  /**
   * From the cursor on: first what lies between it and the head, then each new event. Where that cannot be replayed the
   * sink gets the topic's resync event, and goes on from the head. Without a cursor: from the first event.
   * Never throws: a sink that cannot be taken is ended.
   */
  attach(request: AttachRequest): Attachment
  stats(): HubStats
  /** Ends every sink with `closed` and every subscription. */
  close(): Promise<void>
}

export interface AttachRequest {
  readonly topic: Topic
  /** An id of `formatEventId`, as the client handed it in. Digits alone are a number of the current epoch. */
  readonly cursor: string | undefined
  readonly sink: Sink
}

/** Where one subscriber's events go. Called in order; must neither wait nor throw. */
export interface Sink {
  write(event: EncodedEvent): void
  /** Nothing more will be written. Not called after `detach`. */
  end(reason: EndReason): void
}

/** `closed`: the hub stops. `full`: there are too many subscribers. */
export type EndReason = 'closed' | 'full'

export interface Attachment {
  /** Nothing is written any more. Harmless when repeated. */
  detach(): void
}

/** Counts since the hub was made, but for those that say `now`. */
export interface HubStats {
  readonly topicsNow: number
  readonly subscribersNow: number
  /** Of those, waiting for a head or for history. */
  readonly joiningNow: number
  readonly ringBytesNow: number
  /** Events written to sinks. */
  readonly deliveries: number
  /** Messages from Redis that were an event already delivered. */
  readonly duplicates: number
  /** Messages from Redis that were ahead and had to wait. */
  readonly parked: number
  /** Events that Redis did not bring in time: found by looking. */
  readonly repaired: number
  readonly windowReads: number
  readonly historyReads: number
  readonly headReads: number
  readonly lostProbes: number
  readonly resyncs: Readonly<Record<ResyncReason, number>>
}
