import { describe, expect, it } from 'vitest'
import { encodeEvent } from './encode-event.ts'

const event = () => encodeEvent({ epoch: 'a1', seq: 7 }, '{"body":"é"}')

describe('an encoded event', () => {
  it('is one Buffer for everybody with the same request id, until it is forgotten', () => {
    const encoded = event()
    const frame = encoded.frame(1)
    expect(encoded.frame(2)).not.toBe(frame)
    expect(encoded.frame('1')).not.toBe(frame)
    expect(encoded.frame(1)).toBe(frame)
    expect(encoded.sse()).toBe(encoded.sse())
    encoded.forgetForms()
    expect(encoded.frame(1)).not.toBe(frame)
    expect(encoded.frame(1)).toEqual(frame)
  })

  it('is an event with its id in a stream of server-sent events', () => {
    expect(String(event().sse())).toBe('id: e1.a1.7\ndata: {"body":"é"}\n\n')
  })
})
