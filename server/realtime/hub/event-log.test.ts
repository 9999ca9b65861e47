import { describe, expect, it } from 'vitest'
import { createRandom } from '#tests/support/random.ts'
import { createEventLog } from './event-log.ts'
import { createReorderBuffer } from './reorder-buffer.ts'
import { createRing } from './ring.ts'

function createLog(mostParked = 1_000) {
  const out: number[] = []
  const log = createEventLog({
    ring: createRing({ mostEvents: 8, mostBytes: 10_000 }),
    reorderBuffer: createReorderBuffer({ mostEvents: mostParked, mostBytes: 100_000 }),
    onEvent: ({ seq }) => void out.push(seq),
  })
  return { log, out, offer: (seq: number) => log.offer({ seq, json: `${seq}` }) }
}

const numbers = (length: number) => Array.from({ length }, (_, index) => index + 1)

describe('an event log', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'lets out 1, 2, 3, … each once, in whatever order and however often they are offered (seed %i)',
    (seed) => {
      const random = createRandom(seed)
      const { log, out, offer } = createLog()
      log.startAt({ epoch: 'a1', seq: 0 })
      const waiting = [...numbers(200), ...numbers(200), ...numbers(200)]
      while (waiting.length > 0) {
        const [seq = 0] = waiting.splice(random.between(0, Math.min(20, waiting.length - 1)), 1)
        offer(seq)
        expect(out).toEqual(numbers(log.last))
      }
      expect(log.last).toBe(200)
      expect(log.hasParked).toBe(false)
    },
  )

  it('holds what comes before it is opened, and lets out what lies beyond the head', () => {
    const { log, out, offer } = createLog()
    for (const seq of [4, 6, 5]) expect(offer(seq)).toBe('ahead')
    log.startAt({ epoch: 'a1', seq: 4 })
    expect(out).toEqual([5, 6])
    expect(log.hasParked).toBe(false)
  })

  it('says what it did with each', () => {
    const { log, offer } = createLog()
    log.startAt({ epoch: 'a1', seq: 3 })
    expect([offer(3), offer(5), offer(4), offer(5)]).toEqual(['behind', 'ahead', 'next', 'behind'])
  })

  it('drops everything of the past when it begins anew', () => {
    const { log, out, offer } = createLog()
    log.startAt({ epoch: 'a1', seq: 0 })
    for (const seq of [1, 2, 9]) offer(seq)
    log.startAt({ epoch: 'b2', seq: 1 })
    expect([log.hasParked, log.after(0), log.after(1)]).toEqual([false, undefined, []])
    offer(2)
    expect(out).toEqual([1, 2, 2])
    expect(log.after(1)?.map(({ id }) => id)).toEqual(['e1.b2.2'])
  })

  it('takes older events only where they end at what it holds', () => {
    const { log, offer } = createLog()
    log.startAt({ epoch: 'a1', seq: 4 })
    offer(5)
    const [one] = log.after(4) ?? []
    if (!one) throw new Error('5 is at hand')
    const older = (seqs: readonly number[]) => seqs.map((seq) => ({ ...one, seq, forgetForms: () => {} }))
    log.backfill(older([1, 2]))
    expect(log.firstHeld).toBe(5)
    log.backfill(older([3, 4]))
    expect(log.firstHeld).toBe(3)
  })
})
