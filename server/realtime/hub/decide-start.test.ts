import { describe, expect, it } from 'vitest'
import { parseCursor } from './cursor.ts'
import { decideStart } from './decide-start.ts'

const known = { epoch: 'a1', last: 10, head: 12, readAt: 5 }
/** It came after the head was last read, or before. */
const decide = (cursor: string | undefined, when: 'unasked' | 'asked' = 'unasked') =>
  decideStart({ cursor: parseCursor(cursor), since: when === 'asked' ? 4 : 5 }, known)

describe('where a subscriber goes on', () => {
  it('is after its cursor, where that is behind or here', () => {
    expect(decide('e1.a1.10')).toEqual({ kind: 'after', seq: 10 })
    expect(decide('e1.a1.3')).toEqual({ kind: 'after', seq: 3 })
    expect(decide('3')).toEqual({ kind: 'after', seq: 3 })
    expect(decide(undefined)).toEqual({ kind: 'after', seq: 0 })
  })

  it('is asked about first, where it is ahead or of another epoch', () => {
    expect(decide('e1.a1.11')).toEqual({ kind: 'ask' })
    expect(decide('99')).toEqual({ kind: 'ask' })
    expect(decide('e1.b2.3')).toEqual({ kind: 'ask' })
  })

  it('is waited for, where Postgres knows the event', () => {
    expect(decide('e1.a1.12', 'asked')).toEqual({ kind: 'wait' })
  })

  it('is the head, where Postgres does not know it, or counts anew', () => {
    expect(decide('e1.a1.13', 'asked')).toEqual({ kind: 'resync', reason: 'future' })
    expect(decide('13', 'asked')).toEqual({ kind: 'resync', reason: 'future' })
    expect(decide('e1.b2.3', 'asked')).toEqual({ kind: 'resync', reason: 'epoch' })
    expect(decide('what?')).toEqual({ kind: 'resync', reason: 'unreadable' })
  })
})
