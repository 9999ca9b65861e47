import { describe, expect, it } from 'vitest'
import { createBatcher } from './batcher.ts'

describe('a batcher', () => {
  it('loads what many ask for at once together, each id once', async () => {
    const loads: (readonly string[])[] = []
    const batcher = createBatcher({ load: async (ids) => void loads.push(ids), gatherMs: 1, batchSize: 3 })
    await Promise.all(['a', 'b', 'a', 'c', 'd'].map((id) => batcher.ask(id)))
    await batcher.ask('a')
    expect(loads).toEqual([['a', 'b', 'c'], ['d'], ['a']])
  })

  it('fails those who asked, and not the next', async () => {
    let isDown = true
    const load = async () => {
      if (isDown) throw new Error('away')
    }
    const batcher = createBatcher({ load, gatherMs: 1, batchSize: 3 })
    await expect(batcher.ask('a')).rejects.toThrow('away')
    isDown = false
    await batcher.ask('a')
  })
})
