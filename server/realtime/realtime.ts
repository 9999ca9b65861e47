import type { TrackedEnvelope } from '@trpc/server'
import type { Encoder } from '@trpc/server/adapters/ws'
import type { Hub } from './hub/hub.ts'
import type { Topic } from './hub/topic.ts'
import type { Live } from './live/live.ts'
import type { Feed } from './wire/framed-feed.ts'
import type { SocketLine } from './wire/socket-line.ts'

/** What a gateway has beyond the services of every process. */
export interface Realtime {
  readonly hub: Hub
  readonly topics: Topics
  /** Presence, the inbox, notifications. */
  readonly live: Live
  /** For tRPC's WebSocket adapter (`experimental_encoder`): without it subscriptions stay silent. */
  readonly encoder: Encoder
  /** A topic as what a tRPC procedure returns. */
  openStream<T>(options: StreamOptions<T>): AsyncIterable<TrackedEnvelope<T>>
  /** State that many look at, as what a tRPC procedure returns: tracked by an id that says nothing. */
  openFeed<T extends object>(options: FeedOptions<T>): AsyncIterable<TrackedEnvelope<T>>
  close(): Promise<void>
}

export interface FeedOptions<T extends object> extends Omit<Feed<T>, 'frames'> {
  readonly line: SocketLine | undefined
  readonly signal: AbortSignal | undefined
}

export interface Topics {
  conversation(id: string): Topic
}

export interface StreamOptions<T> {
  readonly topic: Topic
  /** The last event the client has, as it says. */
  readonly cursor: string | undefined
  /** The caller's socket, where it has one: the hub then writes to it past tRPC. */
  readonly line: SocketLine | undefined
  readonly signal: AbortSignal | undefined
  /** Reads an event, for callers without a socket. */
  readonly decode: (json: string) => T
  /** Any value of the type. It is never delivered. */
  readonly placeholder: T
}
