const patienceMs = 250

/**
 * A WebSocket whose `close` event does not wait for the other end. A client that misses its PONG closes the socket, and
 * the browser then waits half a minute for an answer that a dead line never brings (measured: 35 s until tRPC
 * reconnected, 6 s with this). A late native event follows; tRPC ignores it, since the socket is no longer its current one.
 */
export const createImpatientSocket = (Native: typeof WebSocket): typeof WebSocket =>
  class ImpatientSocket extends Native {
    override close(code?: number, reason?: string): void {
      if (this.readyState >= Native.CLOSING) return
      super.close(code, reason)
      const timer = setTimeout(() => this.dispatchEvent(new CloseEvent('close', { code: 1006 })), patienceMs)
      this.addEventListener('close', () => clearTimeout(timer), { once: true })
    }
  }
