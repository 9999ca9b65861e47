import { WebSocket } from 'ws'

const patienceMs = 250

/**
 * The class of `ws` as tRPC's client takes it in Node, with headers that a browser would send by itself. Its `close` does
 * not wait for a dead line: half a minute would pass until the client reconnects.
 * @param headers asked for at every connection.
 */
export function socketWith(headers: () => Readonly<Record<string, string>>): typeof globalThis.WebSocket {
  class SocketWithHeaders extends WebSocket {
    constructor(url: string) {
      // A handshake that a dead line swallows would be waited for without end.
      super(url, { perMessageDeflate: false, handshakeTimeout: 7_000, headers: headers() })
      // The reason follows in the close event.
      this.on('error', () => {})
    }

    override close(code?: number, reason?: string): void {
      super.close(code, reason)
      const timer = setTimeout(() => this.terminate(), patienceMs)
      this.once('close', () => clearTimeout(timer))
    }
  }
  const candidate: unknown = SocketWithHeaders
  if (!isBrowserLike(candidate)) throw new Error('ws is no longer a WebSocket')
  return candidate
}

/** `ws` follows the browser's interface, though its own types say so only in part. */
const isBrowserLike = (candidate: unknown): candidate is typeof globalThis.WebSocket =>
  typeof candidate === 'function' && 'OPEN' in candidate && candidate.OPEN === WebSocket.OPEN
