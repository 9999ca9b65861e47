import { describe, expect, it } from 'vitest'
import { parseCursor } from './cursor.ts'

describe('a cursor', () => {
  it('is an event id', () => {
    expect(parseCursor('e1.a1.12')).toEqual({ kind: 'position', epoch: 'a1', seq: 12 })
  })

  it('is a bare number where a browser is one version behind, and the beginning where there is none', () => {
    expect(parseCursor('12')).toEqual({ kind: 'number', seq: 12 })
    expect(parseCursor(undefined)).toEqual({ kind: 'number', seq: 0 })
  })

  it.each(['', ' 12', '-1', '1.5', '1234567890123456', 'e1.a1', 'e2.a1.12', 'e1.A1.12', 'e1.a1.12\n'])(
    'is unreadable as %j',
    (text) => {
      expect(parseCursor(text)).toEqual({ kind: 'unreadable' })
    },
  )
})
