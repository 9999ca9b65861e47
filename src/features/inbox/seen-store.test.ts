import { describe, expect, it, vi } from 'vitest'
import { createSeenStore } from './seen-store.ts'

function createStorage(initial?: string) {
  const entries = new Map(initial === undefined ? [] : [['plantao.seen', initial]])
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  }
}

describe('seen store', () => {
  it('remembers how far each conversation was read, across page loads', () => {
    const storage = createStorage()
    createSeenStore(storage, new EventTarget()).markSeen('one', 3)
    expect(createSeenStore(storage, new EventTarget()).read()).toEqual({ one: 3 })
  })

  it('never goes back', () => {
    const seen = createSeenStore(createStorage('{"one":5}'), new EventTarget())
    seen.markSeen('one', 4)
    expect(seen.read()).toEqual({ one: 5 })
  })

  it('tells its listeners of a change, and only of a change', () => {
    const seen = createSeenStore(createStorage(), new EventTarget())
    const onChange = vi.fn()
    const stop = seen.subscribe(onChange)
    seen.markSeen('one', 1)
    seen.markSeen('one', 1)
    stop()
    seen.markSeen('one', 2)
    expect(onChange).toHaveBeenCalledTimes(1)
  })

  it('follows what another tab has read', () => {
    const storage = createStorage()
    const window = new EventTarget()
    const seen = createSeenStore(storage, window)
    seen.subscribe(() => undefined)
    createSeenStore(storage, new EventTarget()).markSeen('one', 2)
    window.dispatchEvent(Object.assign(new Event('storage'), { key: 'plantao.seen' }))
    expect(seen.read()).toEqual({ one: 2 })
  })

  it('starts empty when it cannot read what is stored', () => {
    expect(createSeenStore(createStorage('oops'), new EventTarget()).read()).toEqual({})
  })
})
