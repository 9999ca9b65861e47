import { describe, expect, it } from 'vitest'
import { createClaims, nothing } from './claims.ts'

const messageOf = (requestId: unknown, eventId: unknown) => ({
  id: requestId,
  result: { type: 'data', data: { json: { id: eventId, data: null } }, id: eventId },
})

describe('a claim', () => {
  it('is taken by the message that carries it, once, in the same turn', () => {
    const claims = createClaims()
    const taken: unknown[] = []
    const { id } = claims.expect((requestId) => void taken.push(requestId))
    expect(claims.encoder.encode(messageOf(7, id))).toBe(nothing)
    expect(taken).toEqual([7])
    const again = messageOf(7, id)
    expect(claims.encoder.encode(again)).toBe(JSON.stringify(again))
    expect(taken).toEqual([7])
  })

  it('is taken by no other message, whatever it looks like', () => {
    const claims = createClaims()
    const taken: unknown[] = []
    const { id } = claims.expect((requestId) => void taken.push(requestId))
    const others = [
      messageOf(7, 'e1.a1.1'),
      messageOf(7, undefined),
      messageOf(null, id),
      { id: 7, result: { type: 'started' } },
      { id: 7, result: { type: 'data', data: { json: id } } },
      { id: 7, error: { json: { message: id } } },
      { id: null, method: 'reconnect' },
      id,
      null,
    ]
    for (const message of others) expect(claims.encoder.encode(message)).toBe(JSON.stringify(message))
    expect(taken).toEqual([])
  })

  it('is void once withdrawn', () => {
    const claims = createClaims()
    const taken: unknown[] = []
    const { id, withdraw } = claims.expect((requestId) => void taken.push(requestId))
    withdraw()
    claims.encoder.encode(messageOf(7, id))
    expect(taken).toEqual([])
  })
})
