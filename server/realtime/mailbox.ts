/** Holds at most one value for a reader: what comes before it was taken is joined to what waits. So it never grows. */
export interface Mailbox<T> {
  put(value: T): void
  /** Ends the reading, after what still waits. */
  close(): void
  /** For one reader. Ends with the signal at once. */
  values(signal: AbortSignal | undefined): AsyncGenerator<T, void, undefined>
}

export function createMailbox<T>(join: (waiting: T, next: T) => T): Mailbox<T> {
  let waiting: { readonly value: T } | undefined
  let isClosed = false
  let wake = () => {}

  async function* values(signal: AbortSignal | undefined): AsyncGenerator<T, void, undefined> {
    const stop = () => wake()
    signal?.addEventListener('abort', stop)
    try {
      while (!signal?.aborted) {
        if (waiting) {
          const { value } = waiting
          waiting = undefined
          yield value
        } else if (isClosed) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  return {
    put(value) {
      if (isClosed) return
      waiting = { value: waiting ? join(waiting.value, value) : value }
      wake()
    },
    close() {
      isClosed = true
      wake()
    },
    values,
  }
}

/** For state that comes whole each time. */
export const newestOnly = <T>(_waiting: T, next: T): T => next
