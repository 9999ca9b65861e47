import { formatEventId, type Position } from '../../contracts/positions.ts'
import { textFrame } from '../wire/text-frame.ts'
import type { EncodedEvent } from './encoded-event.ts'

/** With what was made for one delivery to be given back after it: an event is kept for longer than its forms. */
export interface KeptEvent extends EncodedEvent {
  forgetForms(): void
}

export const encodeEvent = (position: Position, json: string): KeptEvent => new Encoded(position, json)

/** A class, since a gateway keeps some ten thousand of them: closures would weigh more than the events. */
class Encoded implements KeptEvent {
  readonly id: string
  readonly seq: number
  readonly json: string
  #lastRequestId: number | string | undefined
  #lastFrame: Buffer | undefined
  #frames: Map<number | string, Buffer> | undefined
  #lines: Buffer | undefined

  constructor(position: Position, json: string) {
    this.id = formatEventId(position)
    this.seq = position.seq
    this.json = json
  }

  frame(requestId: number | string): Buffer {
    // Nearly every subscriber of a topic has it under the same request id.
    if (this.#lastFrame && this.#lastRequestId === requestId) return this.#lastFrame
    this.#frames ??= new Map()
    const frame = this.#frames.get(requestId) ?? textFrame(trpcData(requestId, this))
    this.#frames.set(requestId, frame)
    this.#lastRequestId = requestId
    this.#lastFrame = frame
    return frame
  }

  sse(): Buffer {
    this.#lines ??= Buffer.from(`id: ${this.id}\ndata: ${this.json}\n\n`)
    return this.#lines
  }

  forgetForms(): void {
    this.#lastRequestId = undefined
    this.#lastFrame = undefined
    this.#frames = undefined
    this.#lines = undefined
  }
}

/** What tRPC's adapter would send for `tracked(id, event)` through superjson: the wire-contract test compares them. */
const trpcData = (requestId: number | string, { id, json }: EncodedEvent): string =>
  `{"id":${JSON.stringify(requestId)},"result":{"type":"data","data":{"json":{"id":"${id}","data":${json}}},"id":"${id}"}}`
