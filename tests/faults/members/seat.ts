import type { WebSocket } from 'ws'
import { closeCodes } from '#server/contracts/sockets.ts'
import { fullJitterMs } from '#src/trpc/backoff.ts'
import { type Dial, dial, subscription } from './dial.ts'
import { advance, type Place, start } from './place.ts'
import { readFrame } from './read-frame.ts'

export interface Seat {
  readonly isOpen: boolean
  readonly place: Place
  /** How often it got through. */
  readonly connections: number
  /** Resolves once it is open and has subscribed, or was turned away: then it tries again by itself. */
  sit(): Promise<void>
  /** Stops reading: what the server sends waits in the server's memory. */
  stopReading(): void
  readAgain(): void
}

interface SeatOptions {
  readonly conversationId: string
  /** Of each connection, the next. */
  readonly way: () => Dial
  /** How long it waits before it comes back the first time, ms; then it backs off. */
  readonly returnMs: () => number
}

/** One of very many who watch a conversation: a bare socket that resumes by its cursor until its session ends. */
export function createSeat({ conversationId, way, returnMs }: SeatOptions): Seat {
  let socket: WebSocket | undefined
  let place = start
  let connections = 0
  let failures = 0
  let hasLeft = false

  async function sit(): Promise<void> {
    const opened = await dial(way())
    if (hasLeft) return opened?.terminate()
    if (!opened) return comeBack()
    socket = opened
    connections += 1
    opened.on('message', (data) => Buffer.isBuffer(data) && take(opened, data))
    opened.once('close', (code) => (code === closeCodes.sessionEnded ? leave() : comeBack()))
    opened.send(subscription(1, conversationId, place.cursor))
  }

  function take(from: WebSocket, data: Buffer): void {
    const shown = readFrame(data)
    if (shown.kind === 'error') from.close()
    if (shown.kind !== 'event' && shown.kind !== 'resync') return
    place = advance(place, shown)
    failures = 0
  }

  function comeBack(): void {
    socket = undefined
    if (hasLeft) return
    const waitMs = failures === 0 ? returnMs() : fullJitterMs(failures, { baseMs: 1_000, capMs: 8_000 })
    failures += 1
    setTimeout(() => void sit(), waitMs)
  }

  function leave(): void {
    hasLeft = true
    socket?.terminate()
    socket = undefined
  }

  return {
    get isOpen() {
      return socket?.readyState === 1
    },
    get connections() {
      return connections
    },
    get place() {
      return place
    },
    sit,
    stopReading: () => socket?.pause(),
    readAgain: () => socket?.resume(),
  }
}
