import { randomUUID } from 'node:crypto'
import { type Encoder, jsonEncoder } from '@trpc/server/adapters/ws'

export type RequestId = number | string

/**
 * How the hub gets at a tRPC subscription: the procedure yields an event whose id is a claim's, and the encoder, which
 * tRPC's adapter calls in the same turn, sees with it the request's id. From then on the hub writes that request's
 * frames itself, and the adapter's loop waits for an end. A claim is random and never sent, so nobody can make one up.
 */
export interface Claims {
  readonly encoder: Encoder
  /** `onClaim` is called once, from within `encode`. */
  expect(onClaim: (requestId: RequestId) => void): Claim
}

export interface Claim {
  readonly id: string
  withdraw(): void
}

/**
 * What a claim's frame says. A gateway's socket does not even send it; a client that gets it passes over it, since no
 * request has that id. (A text like PONG would be taken for the answer to a PING that is under way.)
 */
export const nothing = '{"id":null,"result":{"type":"started"}}'

export function createClaims(): Claims {
  const expected = new Map<string, (requestId: RequestId) => void>()

  function take(message: unknown): boolean {
    const claim = readClaim(message)
    const onClaim = claim && expected.get(claim.eventId)
    if (!onClaim) return false
    expected.delete(claim.eventId)
    onClaim(claim.requestId)
    return true
  }

  return {
    encoder: {
      encode: (message) => (expected.size > 0 && take(message) ? nothing : jsonEncoder.encode(message)),
      decode: (data) => jsonEncoder.decode(data),
    },
    expect(onClaim) {
      const id = randomUUID()
      expected.set(id, onClaim)
      return { id, withdraw: () => void expected.delete(id) }
    },
  }
}

/** What tRPC makes of `tracked(claim, …)`: `{id, result: {type: 'data', data, id: claim}}`. */
function readClaim(message: unknown): { eventId: string; requestId: RequestId } | undefined {
  if (!isObject(message) || !('result' in message) || !isObject(message.result)) return undefined
  const eventId = 'id' in message.result ? message.result.id : undefined
  const requestId = 'id' in message ? message.id : undefined
  const isRequestId = typeof requestId === 'number' || typeof requestId === 'string'
  return typeof eventId === 'string' && isRequestId ? { eventId, requestId } : undefined
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
