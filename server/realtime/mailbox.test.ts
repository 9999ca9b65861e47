import { describe, expect, it } from 'vitest'
import { createMailbox, newestOnly } from './mailbox.ts'

async function take<T>(values: AsyncGenerator<T, void, undefined>, count: number): Promise<T[]> {
  const taken: T[] = []
  while (taken.length < count) {
    const next = await values.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}

describe('a mailbox', () => {
  it('holds one value, joined from all that nobody took', async () => {
    const mailbox = createMailbox<number>((waiting, next) => waiting + next)
    const values = mailbox.values(undefined)
    for (let count = 0; count < 10_000; count += 1) mailbox.put(1)
    expect(await take(values, 1)).toEqual([10_000])
    const next = take(values, 1)
    mailbox.put(5)
    expect(await next).toEqual([5])
  })

  it('ends its reader, who waits, with the signal', async () => {
    const stop = new AbortController()
    const rest = take(createMailbox<number>(newestOnly).values(stop.signal), 1)
    stop.abort()
    expect(await rest).toEqual([])
  })

  it('gives what waits before it ends', async () => {
    const mailbox = createMailbox<number>(newestOnly)
    mailbox.put(1)
    mailbox.close()
    mailbox.put(2)
    expect(await take(mailbox.values(undefined), 2)).toEqual([1])
  })
})
