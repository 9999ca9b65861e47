import type { Logger } from 'pino'
import type { PubSub } from '../../redis/pubsub.ts'
import { createCounters } from './counters.ts'
import { parseCursor } from './cursor.ts'
import { createFeed, type Feed } from './feed.ts'
import { createHeadReader, type HeadReader } from './head-reader.ts'
import type { Attachment, EndReason, Hub, Sink } from './hub.ts'
import { type HubBounds, hubBounds } from './hub-bounds.ts'
import { createMoments } from './moments.ts'
import { createProbe } from './probe.ts'
import { createRepair } from './repair.ts'
import type { Topic, TopicSource } from './topic.ts'

export interface HubOptions {
  readonly pubsub: PubSub
  /** A channel of this process alone. */
  readonly probeChannel: string
  /** Whether the subscriber connection takes commands. */
  readonly isConnected: () => boolean
  /** Gives the subscriber connection up for a new one. */
  readonly reconnect: () => void
  readonly log: Logger
  readonly bounds?: Partial<HubBounds>
  /** Milliseconds of whatever beginning. */
  readonly clock?: () => number
}

interface Entry {
  readonly feed: Feed
  /** Since when nobody is attached. */
  emptySinceMs: number | undefined
}

export function createHub(options: HubOptions): Hub {
  const { pubsub, log: logger, clock = () => performance.now() } = options
  const bounds = { ...hubBounds, ...options.bounds }
  const counters = createCounters()
  const moments = createMoments()
  const entries = new Map<string, Entry>()
  const readers = new Map<TopicSource, HeadReader>()
  let subscribers = 0
  let ticker: ReturnType<typeof setInterval> | undefined
  let isClosed = false

  const repair = createRepair({
    feeds: () => [...entries.values()].map(({ feed }) => feed),
    readerOf: ({ topic }) => readerOf(topic.source),
    logger,
  })
  const probe = createProbe({
    everyMs: bounds.probeMs,
    isConnected: options.isConnected,
    subscribe: (listener) => pubsub.subscribe(options.probeChannel, listener),
    publish: (text) => pubsub.publish(options.probeChannel, text),
    onLost() {
      counters.lostProbes += 1
      logger.warn('Redis no longer brings messages, connecting anew')
      options.reconnect()
    },
  })
  const forgetReconnect = pubsub.onReconnect(() => {
    probe.reset()
    retryEverything()
  })

  function readerOf(source: TopicSource): HeadReader {
    const known = readers.get(source)
    if (known) return known
    const onQuery = () => {
      counters.headReads += 1
    }
    const reader = createHeadReader({ source, moments, mostPerQuery: bounds.mostHeadsPerQuery, onQuery })
    readers.set(source, reader)
    return reader
  }

  function open(topic: Topic): Entry {
    const feed = createFeed({
      topic,
      subscribe: (channel, listener) => pubsub.subscribe(channel, listener),
      heads: readerOf(topic.source),
      moments,
      bounds,
      counters,
      logger,
    })
    const entry = { feed, emptySinceMs: undefined }
    entries.set(keyOf(topic), entry)
    ticker ??= setInterval(tick, bounds.repairMs).unref()
    probe.start()
    return entry
  }

  function tick(): void {
    for (const [key, { feed, emptySinceMs }] of entries) {
      if (emptySinceMs !== undefined && clock() - emptySinceMs >= bounds.lingerMs) drop(key, feed)
      else {
        feed.forgetForms()
        if (options.isConnected()) feed.retrySubscription()
      }
    }
    if (entries.size === 0) pause()
    else void repair.run()
  }

  function drop(key: string, feed: Feed): void {
    entries.delete(key)
    feed.close('closed').catch((error) => logger.error({ err: error }, 'a topic did not close'))
  }

  function pause(): void {
    clearInterval(ticker)
    ticker = undefined
    void probe.stop()
  }

  function retryEverything(): void {
    for (const { feed } of entries.values()) feed.retrySubscription()
    if (entries.size > 0) void repair.run()
  }

  function refusal(entry: Entry | undefined): EndReason | undefined {
    if (isClosed) return 'closed'
    const isFull =
      subscribers >= bounds.mostSubscribers ||
      (entry ? entry.feed.size >= bounds.mostSubscribersPerTopic : entries.size >= bounds.mostTopics)
    return isFull ? 'full' : undefined
  }

  function take(entry: Entry, sink: Sink): Attachment {
    let isAttached = true
    subscribers += 1
    entry.emptySinceMs = undefined
    return {
      detach() {
        if (!isAttached) return
        isAttached = false
        subscribers -= 1
        entry.feed.delete(sink)
        if (entry.feed.size === 0) entry.emptySinceMs = clock()
      },
    }
  }

  return {
    attach({ topic, cursor, sink }) {
      const known = entries.get(keyOf(topic))
      const reason = refusal(known)
      if (reason) {
        sink.end(reason)
        return { detach: () => {} }
      }
      const entry = known ?? open(topic)
      const attachment = take(entry, sink)
      entry.feed.add(sink, parseCursor(cursor))
      return attachment
    },
    stats: () => ({
      ...counters,
      resyncs: { ...counters.resyncs },
      topicsNow: entries.size,
      subscribersNow: subscribers,
      joiningNow: sum(entries, ({ joining }) => joining),
      ringBytesNow: sum(entries, ({ bytes }) => bytes),
    }),
    async close() {
      isClosed = true
      forgetReconnect()
      clearInterval(ticker)
      await probe.stop()
      const feeds = [...entries.values()].map(({ feed }) => feed)
      entries.clear()
      await Promise.all(feeds.map((feed) => feed.close('closed')))
    },
  }
}

const keyOf = ({ source, id }: Topic): string => `${source.name} ${id}`

function sum(entries: ReadonlyMap<string, Entry>, count: (feed: Feed) => number): number {
  let total = 0
  for (const { feed } of entries.values()) total += count(feed)
  return total
}
