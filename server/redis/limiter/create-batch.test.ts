import { describe, expect, it } from 'vitest'
import { createBatch } from './create-batch.ts'

function doubling(maxSize = 4, fails: (question: number) => boolean = () => false) {
  const runs: (readonly number[])[] = []
  const ask = createBatch<number, number>({
    run: async (questions) => {
      runs.push(questions)
      if (questions.some(fails)) throw new Error('no answer')
      return questions.map((question) => question * 2)
    },
    groupOf: (question) => (question < 100 ? 'small' : 'large'),
    maxSize,
  })
  return { ask, runs }
}

describe('a batch', () => {
  it('asks together what is asked side by side and answers each with its own', async () => {
    const { ask, runs } = doubling()
    expect(await Promise.all([ask(1), ask(2), ask(3)])).toEqual([2, 4, 6])
    expect(runs).toEqual([[1, 2, 3]])
  })

  it('never mixes groups', async () => {
    const { ask, runs } = doubling()
    expect(await Promise.all([ask(1), ask(100), ask(2)])).toEqual([2, 200, 4])
    expect(runs).toEqual([[1, 2], [100]])
  })

  it('splits what is too much evenly', async () => {
    const { ask, runs } = doubling()
    await Promise.all([1, 2, 3, 4, 5].map(ask))
    expect(runs).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  })

  it('fails only those whose run failed', async () => {
    const { ask } = doubling(2, (question) => question === 1)
    const answers = await Promise.allSettled([1, 2, 3, 4].map(ask))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled'])
  })

  it('asks what comes later in a run of its own', async () => {
    const { ask, runs } = doubling()
    await ask(1)
    await ask(2)
    expect(runs).toEqual([[1], [2]])
  })

  it('lets what comes while two runs are under way join the next, and waits for none that never comes back', async () => {
    const runs: (readonly number[])[] = []
    const never = new Promise<never>(() => {})
    const ask = createBatch<number, number>({
      run: (questions) => {
        runs.push(questions)
        return runs.length <= 2 ? never : Promise.resolve(questions)
      },
      groupOf: () => '',
      maxSize: 10,
    })
    void ask(1)
    await expect.poll(() => runs).toHaveLength(1)
    void ask(2)
    await expect.poll(() => runs).toHaveLength(2)
    expect(await Promise.all([ask(3), ask(4)])).toEqual([3, 4])
    expect(runs).toEqual([[1], [2], [3, 4]])
  })
})
