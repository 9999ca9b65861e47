import type { SocketLimits } from '../../contracts/sockets.ts'
import type { CallId, ClientCall } from './client-frame.ts'

export type CallRefusal = 'duplicate_id' | 'too_many_subscriptions' | 'too_many_calls'

/** What a server said about a call: `isFinal` ends also a subscription. */
export interface Settled {
  readonly id: CallId
  readonly isFinal: boolean
}

/**
 * The calls of one socket that are not over. An id stands for one call until that is answered for good: else a second
 * call under the id of a subscription could end it here while it goes on in the server. Arrays: there are few.
 */
export class OpenCalls {
  readonly #answers: CallId[] = []
  readonly #subscriptions: CallId[] = []

  get subscriptions(): number {
    return this.#subscriptions.length
  }

  /** Takes the call in, or says why not. */
  open({ id, kind }: ClientCall, limits: SocketLimits): CallRefusal | undefined {
    // Without an id tRPC answers an error at once; a stop is no call, and is over when the subscription is.
    if (id === null || kind === 'stop') return undefined
    if (this.#answers.includes(id) || this.#subscriptions.includes(id)) return 'duplicate_id'
    if (kind === 'subscription') {
      if (this.#subscriptions.length >= limits.subscriptions) return 'too_many_subscriptions'
      this.#subscriptions.push(id)
    } else {
      if (this.#answers.length >= limits.callsInFlight) return 'too_many_calls'
      this.#answers.push(id)
    }
    return undefined
  }

  settle({ id, isFinal }: Settled): void {
    remove(this.#answers, id)
    if (isFinal) remove(this.#subscriptions, id)
  }
}

function remove(ids: CallId[], id: CallId): void {
  const index = ids.indexOf(id)
  if (index !== -1) ids.splice(index, 1)
}
