import { useEffect, useEffectEvent, useState } from 'react'
import { fullJitterMs } from './backoff.ts'
import { type Failure, isTransient, readFailure } from './failure.ts'

/** `stopped`: refused for good (signed out, not allowed); everything else comes back by itself. */
export type LiveStatus =
  | { readonly state: 'connecting' | 'live' | 'reconnecting' }
  | { readonly state: 'stopped'; readonly failure: Failure }

export interface LiveObserver<T> {
  readonly onStarted: () => void
  readonly onData: (value: T) => void
  readonly onError: (error: unknown) => void
  readonly onComplete: () => void
  readonly onConnectionStateChange: (change: { readonly state: string }) => void
}

interface LiveSubscription<T> {
  readonly isEnabled: boolean
  /** Called again for every attempt, so that it can read the newest cursor. */
  readonly subscribe: (observer: LiveObserver<T>) => { unsubscribe(): void }
  readonly onData: (value: T) => void
  /** After every (re)start: whatever is not resumed by a cursor was missed in between. */
  readonly onLive?: () => void
}

const resubscribeDelay = { baseMs: 1_000, capMs: 20_000 }

/**
 * Keeps one subscription alive. A lost socket is resumed by tRPC itself, with the last event's id; a subscription
 * that the server ended or refused in passing (database down, limit) is asked for again with jittered back-off.
 */
export function useLiveSubscription<T>({ isEnabled, subscribe, onData, onLive }: LiveSubscription<T>): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>({ state: 'connecting' })
  const [attempt, setAttempt] = useState({ failures: 0 })
  const open = useEffectEvent(subscribe)
  const deliver = useEffectEvent(onData)
  const announce = useEffectEvent(() => onLive?.())

  useEffect(() => {
    if (!isEnabled) return
    let { failures } = attempt
    let timer: ReturnType<typeof setTimeout> | undefined
    const tryAgain = (leastMs: number) => {
      setStatus({ state: 'reconnecting' })
      timer = setTimeout(
        () => setAttempt({ failures: failures + 1 }),
        leastMs + fullJitterMs(failures, resubscribeDelay),
      )
    }
    const subscription = open({
      onStarted: () => {
        failures = 0
        setStatus({ state: 'live' })
        announce()
      },
      onData: deliver,
      onConnectionStateChange: ({ state }) => {
        if (state === 'connecting') setStatus(reconnecting)
      },
      onComplete: () => tryAgain(0),
      onError: (error) => {
        const failure = readFailure(error)
        const leastMs = retryAfterMs(failure)
        if (leastMs === undefined) setStatus({ state: 'stopped', failure })
        else tryAgain(leastMs)
      },
    })
    return () => {
      clearTimeout(timer)
      subscription.unsubscribe()
    }
  }, [isEnabled, attempt])

  return status
}

/** The first connection is not a reconnection. */
const reconnecting = (before: LiveStatus): LiveStatus =>
  before.state === 'connecting' ? before : { state: 'reconnecting' }

/** The least to wait; undefined for what repeating does not cure. */
function retryAfterMs(failure: Failure): number | undefined {
  if (failure.kind === 'limited') return failure.retryAfterMs
  if (failure.kind === 'unexpected') return 2_000
  if (!isTransient(failure)) return undefined
  return failure.kind === 'unavailable' ? (failure.retryAfterMs ?? 0) : 0
}
