import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { EncodedEvent } from '../hub/encoded-event.ts'
import type { Attachment, EndReason, Hub, Sink } from '../hub/hub.ts'
import type { Topic } from '../hub/topic.ts'
import type { Claim, Claims, RequestId } from './claims.ts'
import type { SocketLine } from './socket-line.ts'
import { streamError } from './stream-error.ts'

export interface FramedStreamOptions<T> {
  readonly hub: Hub
  readonly claims: Claims
  readonly topic: Topic
  readonly cursor: string | undefined
  readonly line: SocketLine
  /** Stands where tRPC expects an event; the encoder takes it away. */
  readonly placeholder: T
}

type Result<T> = IteratorResult<TrackedEnvelope<T>, undefined>

const longestRequestId = 64

/**
 * What a procedure returns to tRPC's WebSocket adapter so that the hub serves the subscription: yields one claim, then
 * nothing, until the hub ends it. One object for all that, since every subscriber has one.
 */
export class FramedStream<T> implements AsyncIterableIterator<TrackedEnvelope<T>, undefined>, Sink {
  readonly #options: FramedStreamOptions<T>
  readonly #ended = Promise.withResolvers<Result<T>>()
  #claim: Claim | undefined
  #attachment: Attachment | undefined
  #requestId: RequestId = ''

  constructor(options: FramedStreamOptions<T>) {
    this.#options = options
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result<T>> {
    if (this.#claim) return this.#ended.promise
    this.#claim = this.#options.claims.expect((requestId) => this.#attach(requestId))
    return Promise.resolve({ done: false, value: tracked(this.#claim.id, this.#options.placeholder) })
  }

  /** tRPC calls it when the client leaves, the socket closes or the session ends. */
  return(): Promise<Result<T>> {
    this.#claim?.withdraw()
    this.#attachment?.detach()
    this.#ended.resolve({ done: true, value: undefined })
    return this.#ended.promise
  }

  write(event: EncodedEvent): void {
    this.#options.line.writeFrame(event.frame(this.#requestId))
  }

  end(reason: EndReason): void {
    if (reason === 'full') this.#ended.reject(tooManySubscribers())
    else this.#ended.resolve({ done: true, value: undefined })
  }

  #attach(requestId: RequestId): void {
    // Every event would be kept once more for each of these.
    if (String(requestId).length > longestRequestId) this.#ended.reject(requestIdTooLong())
    else {
      this.#requestId = requestId
      const { hub, topic, cursor } = this.#options
      this.#attachment = hub.attach({ topic, cursor, sink: this })
    }
  }
}

const tooManySubscribers = () =>
  streamError('SERVICE_UNAVAILABLE', 'Too many people are connected right now. Try again in a moment.', {
    retryAfterMs: 5_000,
  })

const requestIdTooLong = () =>
  streamError('BAD_REQUEST', `The request id has more than ${longestRequestId} characters.`)
