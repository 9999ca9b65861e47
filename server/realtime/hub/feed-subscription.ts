/** One topic's subscription in Redis. Without Redis the topic lives on looking alone. */
export interface FeedSubscription {
  /** Resolves when Redis has confirmed, or after giving up on waiting for it: then `onLate` tells. */
  settle(): Promise<void>
  /** Asks again where the last attempt failed. */
  retry(): void
  close(): Promise<void>
}

type Unsubscribe = () => Promise<void>

interface FeedSubscriptionOptions {
  readonly subscribe: () => Promise<Unsubscribe>
  readonly patienceMs: number
  /** Confirmed after `settle` had given up: what was published in between is missed. */
  readonly onLate: () => void
}

export function createFeedSubscription({ subscribe, patienceMs, onLate }: FeedSubscriptionOptions): FeedSubscription {
  let attempt: Promise<void> | undefined
  let unsubscribe: Unsubscribe | undefined
  let isSettled = false
  let isClosed = false

  async function ask(): Promise<void> {
    try {
      const end = await subscribe()
      if (isClosed) return await end()
      unsubscribe = end
      if (isSettled) onLate()
    } catch {
      // Redis is away; whoever keeps the connection says so in the log.
    } finally {
      attempt = undefined
    }
  }

  function retry(): void {
    if (!unsubscribe && !isClosed) attempt ??= ask()
  }

  return {
    retry,
    async settle() {
      retry()
      await withPatience(attempt, patienceMs)
      isSettled = true
    },
    async close() {
      isClosed = true
      await unsubscribe?.()
    },
  }
}

async function withPatience(work: Promise<void> | undefined, patienceMs: number): Promise<void> {
  if (!work) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, patienceMs)
  await Promise.race([work, promise])
  clearTimeout(timer)
}
