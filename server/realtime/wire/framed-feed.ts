import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { Claim, Claims, RequestId } from './claims.ts'
import type { SocketLine } from './socket-line.ts'
import { textFrame } from './text-frame.ts'

/** State that many look at: each value is made into a frame once for all who are given the same object. */
export interface Feed<T extends object> {
  /** Begins when it is read, and ends with the signal. */
  readonly values: (signal: AbortSignal) => AsyncIterable<T>
  /** Stands where tRPC expects a value; the encoder takes it away. */
  readonly placeholder: T
  readonly frames: FeedFrames
}

/** Frames of values that are still in somebody's hands. */
export interface FeedFrames {
  frameOf(value: object, requestId: RequestId): Buffer
}

/**
 * State has no cursor: whoever comes again begins with all of it. The id is there since tRPC's claims are ids
 * (see claims.ts), and says nothing.
 */
export const feedEventId = 'state'

export function createFeedFrames(): FeedFrames {
  const made = new WeakMap<object, Map<RequestId, Buffer>>()
  return {
    frameOf(value, requestId) {
      const frames = made.get(value) ?? new Map<RequestId, Buffer>()
      made.set(value, frames)
      const frame = frames.get(requestId) ?? textFrame(trpcData(requestId, value))
      frames.set(requestId, frame)
      return frame
    },
  }
}

/** What tRPC's adapter would send for `tracked(feedEventId, value)` through superjson, of plain JSON. */
const trpcData = (requestId: RequestId, value: object): string =>
  `{"id":${JSON.stringify(requestId)},"result":{"type":"data","data":{"json":{"id":"${feedEventId}","data":${JSON.stringify(value)}}},"id":"${feedEventId}"}}`

interface FramedFeedOptions<T extends object> extends Feed<T> {
  readonly claims: Claims
  readonly line: SocketLine
}

type Result<T> = IteratorResult<TrackedEnvelope<T>, undefined>

/** What a procedure returns to tRPC's WebSocket adapter so that the feed's frames are written past it: one claim, then the end. */
export class FramedFeed<T extends object> implements AsyncIterableIterator<TrackedEnvelope<T>, undefined> {
  readonly #options: FramedFeedOptions<T>
  readonly #ended = Promise.withResolvers<Result<T>>()
  readonly #stop = new AbortController()
  #claim: Claim | undefined

  constructor(options: FramedFeedOptions<T>) {
    this.#options = options
    // Nobody may wait for the end yet when it comes as an error.
    this.#ended.promise.catch(() => undefined)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result<T>> {
    if (this.#claim) return this.#ended.promise
    this.#claim = this.#options.claims.expect((requestId) => void this.#write(requestId))
    return Promise.resolve({ done: false, value: tracked(this.#claim.id, this.#options.placeholder) })
  }

  /** tRPC calls it when the client leaves, the socket closes or the session ends. */
  return(): Promise<Result<T>> {
    this.#claim?.withdraw()
    this.#stop.abort()
    this.#ended.resolve({ done: true, value: undefined })
    return this.#ended.promise
  }

  async #write(requestId: RequestId): Promise<void> {
    const { values, frames, line } = this.#options
    const { signal } = this.#stop
    try {
      for await (const value of values(signal)) {
        if (signal.aborted) break
        line.writeFrame(frames.frameOf(value, requestId))
      }
      this.#ended.resolve({ done: true, value: undefined })
    } catch (error) {
      this.#ended.reject(error)
    }
  }
}

/** The same for whoever has no socket of ours. */
export async function* iterateFeed<T extends object>(
  { values }: Pick<Feed<T>, 'values'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrackedEnvelope<T>, void, undefined> {
  for await (const value of values(signal ?? new AbortController().signal)) yield tracked(feedEventId, value)
}
