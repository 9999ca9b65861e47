import { fullJitterMs } from './backoff.ts'
import { type Failure, isTransient, readFailure } from './failure.ts'

/** `stopped`: refused for good (signed out, not allowed); everything else comes back by itself. */
export type LiveStatus =
  | { readonly state: 'connecting' | 'live' | 'reconnecting' }
  | { readonly state: 'stopped'; readonly failure: Failure }

/** What tRPC calls while a subscription is open. */
export interface LiveObserver<T> {
  readonly onStarted: () => void
  readonly onData: (value: T) => void
  readonly onError: (error: unknown) => void
  readonly onComplete: () => void
  readonly onConnectionStateChange: (change: { readonly state: string }) => void
}

interface LiveSubscriptionOptions<T> {
  /** Called again for every attempt, so that it can read the newest cursor. */
  readonly subscribe: (observer: LiveObserver<T>) => { unsubscribe(): void }
  readonly onData: (value: T) => void
  readonly onStatus: (status: LiveStatus) => void
}

const resubscribeDelay = { baseMs: 1_000, capMs: 20_000 }

/**
 * Keeps one subscription alive. A lost socket is resumed by tRPC itself, with the last event's id; a subscription
 * that the server ended or refused in passing (database down, limit) is asked for again with jittered back-off.
 * @returns what ends it; from then on nothing is called any more.
 */
export function keepSubscribed<T>({ subscribe, onData, onStatus }: LiveSubscriptionOptions<T>): () => void {
  let failures = 0
  let hasBeenLive = false
  let endAttempt = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined

  const tryAgain = (leastMs: number) => {
    endAttempt()
    onStatus({ state: 'reconnecting' })
    timer = setTimeout(attempt, leastMs + fullJitterMs(failures, resubscribeDelay))
    failures += 1
  }
  const attempt = () => {
    // tRPC completes a subscription that is taken back, too: an attempt that is over has no say.
    let isOver = false
    const unlessOver =
      <A extends unknown[]>(run: (...args: A) => void) =>
      (...args: A) => {
        if (!isOver) run(...args)
      }
    endAttempt = () => {
      isOver = true
    }
    const subscription = subscribe({
      onStarted: unlessOver(() => {
        failures = 0
        hasBeenLive = true
        onStatus({ state: 'live' })
      }),
      onData: unlessOver(onData),
      onConnectionStateChange: unlessOver(({ state }) => {
        // The first connection is not a reconnection.
        if (state === 'connecting') onStatus({ state: hasBeenLive ? 'reconnecting' : 'connecting' })
      }),
      onComplete: unlessOver(() => tryAgain(0)),
      onError: unlessOver((error) => {
        const failure = readFailure(error)
        const leastMs = retryAfterMs(failure)
        if (leastMs !== undefined) return tryAgain(leastMs)
        endAttempt()
        onStatus({ state: 'stopped', failure })
      }),
    })
    endAttempt = () => {
      isOver = true
      subscription.unsubscribe()
    }
  }
  attempt()
  return () => {
    clearTimeout(timer)
    endAttempt()
  }
}

/** The least to wait; undefined for what repeating does not cure. */
function retryAfterMs(failure: Failure): number | undefined {
  if (failure.kind === 'limited') return failure.retryAfterMs
  if (failure.kind === 'unexpected') return 2_000
  if (!isTransient(failure)) return undefined
  return failure.kind === 'unavailable' ? (failure.retryAfterMs ?? 0) : 0
}
