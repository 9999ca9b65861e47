/** Wakes one waiter. A ring that nobody waits for is kept for the next wait; several rings count as one. */
export interface Bell {
  ring(): void
  /** Returns at the next ring, after `timeoutMs`, or when aborted, whichever comes first. */
  wait(options: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void>
}

export function createBell(): Bell {
  let hasRung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      hasRung = true
      wake?.()
    },
    wait: async ({ timeoutMs, signal }) => {
      if (!hasRung && !signal.aborted) {
        const woken = Promise.withResolvers<void>()
        wake = woken.resolve
        await beforeFirst(woken, { timeoutMs, signal })
        wake = undefined
      }
      hasRung = false
    },
  }
}

async function beforeFirst(
  woken: PromiseWithResolvers<void>,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  const stop = () => woken.resolve()
  const timer = setTimeout(stop, timeoutMs)
  signal.addEventListener('abort', stop)
  await woken.promise
  clearTimeout(timer)
  signal.removeEventListener('abort', stop)
}
