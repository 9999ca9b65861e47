import type { ServerResponse } from 'node:http'
import type { EncodedEvent } from '../hub/encoded-event.ts'
import type { Attachment, EndReason, Hub, Sink } from '../hub/hub.ts'
import type { Topic } from '../hub/topic.ts'
import type { Guest, House } from '../sockets/house.ts'
import type { SessionHolder } from '../sockets/session-watch.ts'
import { countUp, type Ending } from '../sockets/tally.ts'
import type { Visited } from '../sockets/timer-wheel.ts'

export interface StreamRequest {
  readonly response: ServerResponse
  readonly hub: Hub
  readonly topic: Topic
  /** `Last-Event-ID` as the client handed it in. */
  readonly cursor: string | undefined
  /** Called once, however the stream ends. */
  readonly onClose: () => void
}

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // `no-transform`: whatever compresses would hold events back.
  'Cache-Control': 'no-store, no-transform',
  // For nginx, which buffers otherwise.
  'X-Accel-Buffering': 'no',
}

/** One conversation as server-sent events (HTML Standard §9.2), fed by the hub. Counted and bounded like a socket. */
export class SseStream implements Sink, Visited, SessionHolder, Guest {
  readonly #house: House
  readonly #response: ServerResponse
  readonly #endsAtMs: number
  readonly #attachment: Attachment
  #ending: Ending = 'left'

  /** Writes the head of the answer, then what lies between the cursor and now, and so on. */
  constructor(house: House, { response, hub, topic, cursor, onClose }: StreamRequest) {
    this.#house = house
    this.#response = response
    const { heartbeatMs, maxAgeMs, retryMs, retryJitterMs } = house.streamPace
    this.#endsAtMs = house.wheel.now() + maxAgeMs * (0.9 + Math.random() * 0.1)
    house.tally.opened += 1
    response.writeHead(200, headers)
    // Clients that lost one gateway must not come back in one instant.
    response.write(`retry: ${Math.round(retryMs + Math.random() * retryJitterMs)}\n\n`)
    response.once('close', () => {
      this.#attachment.detach()
      countUp(house.tally.endings, this.#ending)
      onClose()
    })
    house.wheel.add(this, heartbeatMs)
    this.#attachment = hub.attach({ topic, cursor, sink: this })
  }

  get bufferedBytes(): number {
    return this.#response.writableLength
  }

  write(event: EncodedEvent): void {
    this.#send(event.sse())
  }

  end(_reason: EndReason): void {
    this.askToMove()
  }

  /** EventSource comes back by itself, with the id of the last event it has. */
  askToMove(): void {
    this.#finish('restarting', 'event: reconnect\ndata: {}\n\n')
  }

  /** Coming back it is answered 401, after which an EventSource stays away. */
  sessionEnded(): void {
    this.#finish('session_ended', 'event: signed-out\ndata: {}\n\n')
  }

  visit(nowMs: number): number | undefined {
    if (this.#response.writableEnded || this.#response.destroyed) return undefined
    if (nowMs >= this.#endsAtMs) {
      this.#finish('grew_old', 'event: reconnect\ndata: {}\n\n')
      return undefined
    }
    this.#send(':\n\n')
    return this.#house.streamPace.heartbeatMs
  }

  cut(ending: Ending): void {
    this.#ending = ending
    this.#response.destroy()
  }

  #send(chunk: Buffer | string): void {
    if (this.#response.writableEnded || this.#response.destroyed) return
    this.#response.write(chunk)
    if (this.#response.writableLength > this.#house.limits.bufferedBytes) this.cut('slow_reader')
  }

  #finish(ending: Ending, farewell: string): void {
    if (this.#response.writableEnded || this.#response.destroyed) return
    this.#ending = ending
    this.#response.end(farewell)
  }
}
