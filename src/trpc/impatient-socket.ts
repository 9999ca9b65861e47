/** How long the other end may take to open, and to answer a close. */
const patience = { openMs: 7_000, closeMs: 250 }

/**
 * A WebSocket that waits for nobody. A client that misses its PONG closes the socket, and the browser then waits half a
 * minute for an answer that a dead line never brings (measured: 35 s until tRPC reconnected, 6 s with this); a handshake
 * that a dead line swallows, it would wait for even longer. A late native event follows; tRPC ignores it, since the
 * socket is no longer its current one.
 *
 * @param device closes when that says `offline`: what the browser knows already, nobody should have to find out by silence.
 */
export const createImpatientSocket = (Native: typeof WebSocket, device?: EventTarget): typeof WebSocket =>
  class ImpatientSocket extends Native {
    constructor(...[url, protocols]: ConstructorParameters<typeof WebSocket>) {
      super(url, protocols)
      const leave = () => this.close()
      const timer = setTimeout(leave, patience.openMs)
      device?.addEventListener('offline', leave)
      this.addEventListener('open', () => clearTimeout(timer), { once: true })
      this.addEventListener(
        'close',
        () => {
          clearTimeout(timer)
          device?.removeEventListener('offline', leave)
        },
        { once: true },
      )
    }

    override close(code?: number, reason?: string): void {
      if (this.readyState >= Native.CLOSING) return
      const isOpening = this.readyState === Native.CONNECTING
      super.close(code, reason)
      const end = () => {
        // Whoever waits for a socket to open hears of its end by `error`.
        if (isOpening) this.dispatchEvent(new Event('error'))
        this.dispatchEvent(new CloseEvent('close', { code: 1006 }))
      }
      const timer = setTimeout(end, patience.closeMs)
      this.addEventListener('close', () => clearTimeout(timer), { once: true })
    }
  }
