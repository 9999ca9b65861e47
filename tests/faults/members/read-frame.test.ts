import { expect, test } from 'vitest'
import { encodeEvent } from '#server/realtime/hub/encode-event.ts'
import { readFrame } from './read-frame.ts'

const position = { epoch: 'abc', seq: 12 }
/** The payload of a frame as the hub writes it: its header takes two or four bytes. */
const frameOf = (event: object) => {
  const frame = encodeEvent(position, JSON.stringify(event)).frame(1)
  return frame.subarray(frame.indexOf('{'))
}

test('an event and a resync say where they are', () => {
  const event = { kind: 'message', seq: 12, body: 'x'.repeat(4_000) }
  expect(readFrame(frameOf(event))).toEqual({ kind: 'event', cursor: 'e1.abc.12', seq: 12 })
  expect(readFrame(frameOf({ kind: 'resync', headSeq: 12 }))).toEqual({ kind: 'resync', cursor: 'e1.abc.12', seq: 12 })
})

test('a refusal is an error, and the rest says nothing', () => {
  expect(readFrame(Buffer.from('{"id":1,"error":{"json":{"code":-32029}}}'))).toEqual({ kind: 'error' })
  expect(readFrame(Buffer.from('{"id":1,"result":{"type":"started"}}'))).toEqual({ kind: 'other' })
  expect(readFrame(Buffer.from('PONG'))).toEqual({ kind: 'other' })
})
