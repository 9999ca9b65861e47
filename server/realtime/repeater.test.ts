import { describe, expect, it } from 'vitest'
import { createRepeater } from './repeater.ts'

function open() {
  const runs: PromiseWithResolvers<void>[] = []
  const repeater = createRepeater(() => {
    const run = Promise.withResolvers<void>()
    runs.push(run)
    return run.promise
  })
  return { repeater, runs }
}

describe('a repeated task', () => {
  it('runs once more for all who asked during a run', async () => {
    const { repeater, runs } = open()
    const first = repeater.run()
    const others = [repeater.run(), repeater.run(), repeater.run()]
    expect(runs).toHaveLength(1)
    runs[0]?.resolve()
    await first
    await expect.poll(() => runs.length).toBe(2)
    runs[1]?.resolve()
    await Promise.all(others)
    expect(runs).toHaveLength(2)
  })

  it('goes on after a run that failed', async () => {
    const { repeater, runs } = open()
    const first = repeater.run()
    const second = repeater.run()
    runs[0]?.reject(new Error('once'))
    await expect(first).rejects.toThrow('once')
    await expect.poll(() => runs.length).toBe(2)
    runs[1]?.resolve()
    await second
  })
})
