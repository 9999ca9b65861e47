/** Sees a subscriber connection die that nobody hung up: a message of our own must come back to us. */
export interface Probe {
  start(): void
  /** The connection is a new one: what was sent over the old one is forgiven. */
  reset(): void
  stop(): Promise<void>
}

interface ProbeOptions {
  readonly everyMs: number
  readonly isConnected: () => boolean
  readonly subscribe: (listener: (text: string) => void) => Promise<() => Promise<void>>
  /** Whether Redis took it. */
  readonly publish: (text: string) => Promise<boolean>
  /** Called once; then `reset` is waited for. */
  readonly onLost: () => void
}

export function createProbe({ everyMs, isConnected, subscribe, publish, onLost }: ProbeOptions): Probe {
  let timer: ReturnType<typeof setInterval> | undefined
  let unsubscribe: (() => Promise<void>) | undefined
  let isSubscribing = false
  let isLost = false
  let sent = 0
  /** The newest that Redis took, and the newest that came back. */
  let taken = 0
  let heard = 0

  async function beat(): Promise<void> {
    if (isLost || !isConnected()) return
    if (!unsubscribe) return await listen()
    if (heard < taken) {
      isLost = true
      onLost()
      return
    }
    sent += 1
    const number = sent
    if (await publish(String(number))) taken = Math.max(taken, number)
  }

  async function listen(): Promise<void> {
    if (isSubscribing) return
    isSubscribing = true
    try {
      const end = await subscribe((text) => {
        heard = Math.max(heard, Number(text) || 0)
      })
      forgive()
      if (timer) unsubscribe = end
      else await end()
    } catch {
      // Redis is away: asked again at the next beat.
    } finally {
      isSubscribing = false
    }
  }

  function forgive(): void {
    isLost = false
    heard = sent
  }

  return {
    start() {
      // After a stall of this process the timer fires first; what has arrived is read before it is judged.
      timer ??= setInterval(() => setImmediate(() => void beat()), everyMs).unref()
    },
    reset: forgive,
    async stop() {
      clearInterval(timer)
      timer = undefined
      const end = unsubscribe
      unsubscribe = undefined
      await end?.()
    },
  }
}
