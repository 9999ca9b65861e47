interface Signal {
  set(): void
  /** True when set (now or since the last wait), false when the time passed or the owner aborted. */
  wait(timeoutMs: number): Promise<boolean>
}

/** A flag that one loop waits for; setting it while nobody waits is remembered once. */
export function createSignal(abort: AbortSignal | undefined): Signal {
  let isSet = false
  let release: (() => void) | undefined
  abort?.addEventListener('abort', () => release?.(), { once: true })
  return {
    set: () => {
      isSet = true
      release?.()
    },
    wait: async (timeoutMs) => {
      if (!isSet && !abort?.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs)
          release = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      const wasSet = isSet
      isSet = false
      return wasSet
    },
  }
}
