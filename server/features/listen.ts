import type { Services } from '../services.ts'

interface Listener {
  readonly onText: (text: string) => void
  /** The subscription was away and is back: what was published meanwhile is lost. */
  readonly onReconnect: () => void
}

/** A subscription that ends with its block: `await using _ = await listen(…)`. Resolves once Redis has confirmed it. */
export async function listen(
  { pubsub }: Pick<Services, 'pubsub'>,
  channel: string,
  listener: Listener,
): Promise<AsyncDisposable> {
  const unsubscribe = await pubsub.subscribe(channel, listener.onText)
  const forget = pubsub.onReconnect(listener.onReconnect)
  return {
    [Symbol.asyncDispose]: async () => {
      forget()
      await unsubscribe()
    },
  }
}

/** JSON that may be garbage: undefined then. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
