import { describe, expect, it } from 'vitest'
import { createReorderBuffer } from './reorder-buffer.ts'

describe('a reorder buffer', () => {
  it('gives back what was parked, once', () => {
    const buffer = createReorderBuffer({ mostEvents: 10, mostBytes: 100 })
    buffer.park({ seq: 3, json: 'three' })
    buffer.park({ seq: 3, json: 'again' })
    expect(buffer.take(2)).toBeUndefined()
    expect(buffer.take(3)).toEqual({ seq: 3, json: 'three' })
    expect(buffer.take(3)).toBeUndefined()
  })

  it('never holds more events or bytes than it may, and has room again for what was taken', () => {
    const buffer = createReorderBuffer({ mostEvents: 2, mostBytes: 10 })
    for (const seq of [1, 2, 3]) buffer.park({ seq, json: '1234' })
    expect(buffer.size).toBe(2)
    buffer.take(1)
    buffer.park({ seq: 4, json: '1234567' })
    expect(buffer.size).toBe(1)
    buffer.park({ seq: 4, json: '123456' })
    expect(buffer.size).toBe(2)
  })

  it('forgets what has been passed', () => {
    const buffer = createReorderBuffer({ mostEvents: 10, mostBytes: 8 })
    for (const seq of [1, 2]) buffer.park({ seq, json: '1234' })
    buffer.dropThrough(1)
    expect([buffer.take(1), buffer.size]).toEqual([undefined, 1])
    buffer.clear()
    for (const seq of [5, 6]) buffer.park({ seq, json: '1234' })
    expect(buffer.size).toBe(2)
  })
})
