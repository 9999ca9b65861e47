import { useEffect, useEffectEvent, useState } from 'react'
import { keepSubscribed, type LiveObserver, type LiveStatus } from './live-subscription.ts'

interface LiveSubscription<T, S extends string> {
  readonly isEnabled: boolean
  /** What it is about: another subject ends the subscription and opens one anew. */
  readonly subject: S
  /** Called again for every attempt, so that it can read the newest cursor. */
  readonly subscribe: (observer: LiveObserver<T>, subject: S) => { unsubscribe(): void }
  readonly onData: (value: T) => void
}

/** One subscription, kept alive as long as the component is there. */
export function useLiveSubscription<T, S extends string = string>({
  isEnabled,
  subject,
  subscribe,
  onData,
}: LiveSubscription<T, S>): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>({ state: 'connecting' })
  const open = useEffectEvent(subscribe)
  const deliver = useEffectEvent(onData)
  useEffect(() => {
    if (!isEnabled) return
    return keepSubscribed<T>({
      subscribe: (observer) => open(observer, subject),
      onData: (value) => deliver(value),
      onStatus: setStatus,
    })
  }, [isEnabled, subject])
  return status
}
