import type { Logger } from 'pino'
import type { Counters } from './counters.ts'
import type { Cursor } from './cursor.ts'
import { encodeEvent, type KeptEvent } from './encode-event.ts'
import { createEventLog } from './event-log.ts'
import { createFeedSubscription } from './feed-subscription.ts'
import { createGapFiller } from './gap-filler.ts'
import type { HeadReader, Reading } from './head-reader.ts'
import { createHistoryReader } from './history-reader.ts'
import type { EndReason, Sink } from './hub.ts'
import type { HubBounds } from './hub-bounds.ts'
import { forgetJson, type HubMessage, parseHubMessage } from './hub-message.ts'
import { createJoiners, type History } from './joiners.ts'
import type { Moments } from './moments.ts'
import { createReorderBuffer } from './reorder-buffer.ts'
import { createRing } from './ring.ts'
import type { ResyncReason, StoredEvent, Topic } from './topic.ts'

/** One topic as this gateway follows it: everyone attached has got exactly what the log let out, or is on the way there. */
export interface Feed {
  readonly topic: Topic
  readonly size: number
  readonly joining: number
  readonly bytes: number
  /** Whether Redis had its chance, so that a head read from now on leaves no gap behind it. */
  readonly isSettled: boolean
  add(sink: Sink, cursor: Cursor): void
  delete(sink: Sink): void
  /** What Postgres says. */
  observe(reading: Reading): void
  /** Redis is there again. */
  retrySubscription(): void
  forgetForms(): void
  close(reason: EndReason): Promise<void>
}

export interface FeedParts {
  readonly topic: Topic
  readonly subscribe: (channel: string, listener: (text: string) => void) => Promise<() => Promise<void>>
  readonly heads: HeadReader
  readonly moments: Moments
  readonly bounds: HubBounds
  readonly counters: Counters
  readonly logger: Logger
}

export function createFeed(parts: FeedParts): Feed {
  const { topic, heads, moments, bounds, counters, logger } = parts
  const live = new Set<Sink>()
  const log = createEventLog({
    ring: createRing(bounds.ring),
    reorderBuffer: createReorderBuffer(bounds.reorderBuffer),
    onEvent: deliver,
  })
  const history = createHistoryReader({
    topic,
    mostEvents: bounds.mostReplayedEvents + bounds.ring.mostEvents,
    onRead: (from) => {
      counters[from === 'window' ? 'windowReads' : 'historyReads'] += 1
    },
  })
  const gaps = createGapFiller({
    log,
    history,
    parkMs: bounds.parkMs,
    head: () => head,
    onFilled(count) {
      counters.repaired += count
      joiners.settle()
    },
    logger,
  })
  const joiners = createJoiners({
    known: () => (log.epoch === undefined ? undefined : { epoch: log.epoch, last: log.last, head, readAt }),
    after: (seq) => log.after(seq),
    readHistory,
    lookAtHead: () => void lookAtHead(),
    replay,
    resync: (sink, reason) => {
      restartSink(sink, resyncEvent(reason), reason)
      live.add(sink)
    },
    mostReplayedEvents: bounds.mostReplayedEvents,
    mostReplayedBytes: bounds.mostReplayedBytes,
    onReadFailed: (error) => void logger.warn({ err: error }, 'history not readable, trying again'),
  })
  const subscription = createFeedSubscription({
    subscribe: () => parts.subscribe(topic.source.channelOf(topic.id), receive),
    patienceMs: bounds.subscribePatienceMs,
    onLate: () => void lookAtHead(),
  })
  /** The highest number that Postgres named. */
  let head = 0
  /** When the newest reading of it began, when the log last moved, and when it last began anew. */
  let readAt = 0
  let movedAt = 0
  let beganAt = 0
  let earlyEpoch: string | undefined
  let isSettled = false
  let isLooking = false
  let isClosed = false

  /** Subscribe first: what is published while the head is read then waits for us. */
  async function open(): Promise<void> {
    await subscription.settle()
    isSettled = true
    await lookAtHead()
  }

  function receive(text: string): void {
    const message = parseHubMessage(text)
    if (!message) return
    const { epoch, seq } = message.position
    if (log.epoch === undefined) takeEarly(message)
    // A hint is not believed in this: perhaps the database was put back, perhaps it is an old message.
    else if (epoch !== log.epoch) void lookAtHead()
    else if (seq === 0 && message.json === forgetJson) restart({ epoch, head: log.last }, 'gap')
    else if (seq === 0) passAside(epoch, message)
    else takeNumbered({ seq, json: message.json })
  }

  function takeNumbered(event: StoredEvent): void {
    const offered = log.offer(event)
    if (offered === 'behind') counters.duplicates += 1
    if (offered === 'next' && joiners.size > 0) joiners.settle()
    if (offered !== 'ahead') return
    counters.parked += 1
    gaps.arm()
  }

  function takeEarly({ position, json }: HubMessage): void {
    if (position.seq === 0) return
    if (position.epoch !== earlyEpoch) log.forgetParked()
    earlyEpoch = position.epoch
    log.offer({ seq: position.seq, json })
  }

  function deliver(event: KeptEvent): void {
    movedAt = moments.now()
    counters.deliveries += live.size
    for (const sink of live) write(sink, event)
  }

  function passAside(epoch: string, { json }: HubMessage): void {
    const aside = encodeEvent({ epoch, seq: log.last }, json)
    counters.deliveries += live.size
    for (const sink of live) write(sink, aside)
  }

  /** One subscriber's failure is nobody else's. */
  function write(sink: Sink, event: KeptEvent): void {
    try {
      sink.write(event)
    } catch (error) {
      logger.error({ err: error }, 'a sink failed')
    }
  }

  async function lookAtHead(): Promise<void> {
    if (isLooking || isClosed || !isSettled) return
    isLooking = true
    const reading = await heads
      .read(topic.id)
      .catch((error) => void logger.warn({ err: error }, 'head not readable, trying again'))
    isLooking = false
    if (reading) observe(reading)
  }

  function observe(reading: Reading): void {
    if (isClosed || !isSettled) return
    if (log.epoch === undefined) begin(reading)
    else if (reading.epoch !== log.epoch) {
      if (reading.startedAt > beganAt) restart(reading, 'epoch')
    } else if (reading.head < log.last) {
      // Read before the log moved, or else Postgres has lost what it had committed (a restore, a failover).
      if (reading.startedAt > movedAt) restart(reading, 'future')
    } else if (reading.head > log.last) fallBehind(reading)
    readAt = Math.max(readAt, reading.startedAt)
    joiners.settle()
  }

  function begin(reading: Reading): void {
    if (earlyEpoch !== reading.epoch) log.forgetParked()
    startAt(reading)
    if (log.hasParked) gaps.arm()
  }

  function startAt({ epoch, head: seq }: Omit<Reading, 'startedAt'>): void {
    head = seq
    beganAt = moments.now()
    movedAt = beganAt
    log.startAt({ epoch, seq })
  }

  function restart(reading: Omit<Reading, 'startedAt'>, reason: ResyncReason): void {
    startAt(reading)
    const event = resyncEvent(reason)
    for (const sink of live) restartSink(sink, event, reason)
  }

  function fallBehind(reading: Reading): void {
    head = Math.max(head, reading.head)
    if (live.size + joiners.size === 0) startAt(reading)
    else if (head - log.last > bounds.mostReplayedEvents) restart(reading, 'gap')
    else gaps.arm()
  }

  function resyncEvent(reason: ResyncReason): KeptEvent {
    const position = { epoch: log.epoch ?? '', seq: log.last }
    return encodeEvent(position, topic.source.resyncJson(topic.id, { head: position, reason }))
  }

  function restartSink(sink: Sink, event: KeptEvent, reason: ResyncReason): void {
    counters.resyncs[reason] += 1
    counters.deliveries += 1
    write(sink, event)
  }

  function replay(sink: Sink, events: readonly KeptEvent[]): void {
    counters.deliveries += events.length
    for (const event of events) write(sink, event)
    live.add(sink)
  }

  async function readHistory(lowestSeq: number): Promise<History | 'changed'> {
    const epoch = log.epoch
    if (epoch === undefined) return 'changed'
    const begun = beganAt
    // As much as the ring holds is welcome: those who come next find it there.
    const welcomeAfterSeq = Math.max(0, Math.min(lowestSeq, log.last - bounds.ring.mostEvents))
    const throughSeq = log.firstHeld - 1
    const page = await history.read({ epoch, afterSeq: lowestSeq, welcomeAfterSeq, throughSeq })
    if (isClosed || begun !== beganAt) return 'changed'
    const { afterSeq, events } = page
    const older = events.filter(({ seq }) => seq <= log.last).map(({ seq, json }) => encodeEvent({ epoch, seq }, json))
    const endSeq = afterSeq + older.length
    if (endSeq < throughSeq) return { afterSeq, isComplete: false, events: [] }
    const newer = log.after(endSeq)
    if (!newer) return 'changed'
    log.backfill(older.filter(({ seq }) => seq < log.firstHeld))
    return { afterSeq, isComplete: true, events: [...older, ...newer] }
  }

  void open()
  return {
    topic,
    get size() {
      return live.size + joiners.size
    },
    get joining() {
      return joiners.size
    },
    get bytes() {
      return log.bytes
    },
    get isSettled() {
      return isSettled
    },
    add: (sink, cursor) => joiners.add({ sink, cursor, since: moments.now() }),
    delete(sink) {
      live.delete(sink)
      joiners.delete(sink)
    },
    observe,
    retrySubscription: () => subscription.retry(),
    forgetForms: () => log.forgetForms(),
    async close(reason) {
      isClosed = true
      gaps.close()
      for (const sink of live) sink.end(reason)
      joiners.clear((sink) => sink.end(reason))
      live.clear()
      await subscription.close()
    },
  }
}
