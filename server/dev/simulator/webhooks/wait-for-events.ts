import type { EventStore } from './event-store.ts'
import type { WebhookEvent } from './webhook-events.ts'

/** Resolves with the events as they are once each was tried at least once; what is held is not waited for. */
export function firstAttempts(store: EventStore, seqs: readonly number[]): Promise<WebhookEvent[]> {
  const read = () => seqs.flatMap((seq) => store.find(seq) ?? [])
  const isTried = () => read().every(({ state, attempts }) => state !== 'waiting' || attempts.length > 0)
  return changed(store, isTried, undefined).then(read)
}

export interface Settlement {
  readonly settled: boolean
  readonly waiting: number
  readonly held: number
}

/** Resolves when no event is due, under way or held, or when the time is over. */
export async function settlement(store: EventStore, timeoutMs: number): Promise<Settlement> {
  const read = () => ({ waiting: store.count('waiting'), held: store.count('held') })
  const isSettled = () => read().waiting === 0 && read().held === 0
  await changed(store, isSettled, timeoutMs)
  return { settled: isSettled(), ...read() }
}

function changed(store: EventStore, isReached: () => boolean, timeoutMs: number | undefined): Promise<void> {
  if (isReached()) return Promise.resolve()
  return new Promise((resolve) => {
    const finish = () => {
      stop()
      clearTimeout(timer)
      resolve()
    }
    const stop = store.onChange(() => {
      if (isReached()) finish()
    })
    const timer = timeoutMs === undefined ? undefined : setTimeout(finish, timeoutMs)
  })
}
