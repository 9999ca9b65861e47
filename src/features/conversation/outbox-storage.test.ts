import { describe, expect, it } from 'vitest'
import { readOutbox, writeOutbox } from './outbox-storage.ts'

function createStore() {
  const entries = new Map<string, string>()
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  }
}

const message = { clientMsgId: 'a', body: 'oi', createdAtMs: 1 }

describe('outbox storage', () => {
  it('gives back what was written, per conversation', () => {
    const store = createStore()
    writeOutbox(store, 'one', [message])
    expect([readOutbox(store, 'one'), readOutbox(store, 'two')]).toEqual([[message], []])
  })

  it('leaves nothing behind once everything is sent', () => {
    const store = createStore()
    writeOutbox(store, 'one', [message])
    writeOutbox(store, 'one', [])
    expect(store.entries.size).toBe(0)
  })

  it('takes anything it cannot read as empty', () => {
    const store = createStore()
    store.setItem('plantao.outbox.one', '{"not": "a list"}')
    store.setItem('plantao.outbox.two', 'not json')
    expect([readOutbox(store, 'one'), readOutbox(store, 'two')]).toEqual([[], []])
  })

  it('goes on without storage', () => {
    const closed = () => {
      throw new Error('SecurityError')
    }
    const store = { getItem: closed, setItem: closed, removeItem: closed }
    writeOutbox(store, 'one', [message])
    expect(readOutbox(store, 'one')).toEqual([])
  })
})
