import { expect, it } from 'vitest'
import { createHistoryReader } from './history-reader.ts'
import type { TopicSource } from './topic.ts'

const message = (seq: number, epoch = 'a1') => `e1.${epoch}.${seq} "${seq}"`

function createReader(window: readonly string[] | 'down', stored: readonly number[]) {
  const reads: string[] = []
  const source: TopicSource = {
    name: 'test',
    channelOf: (id) => id,
    readWindow: () => (window === 'down' ? Promise.reject(new Error('down')) : Promise.resolve(window)),
    readEvents: () => Promise.resolve(stored.map((seq) => ({ seq, json: `"${seq}"` }))),
    readHeads: () => Promise.reject(new Error('not here')),
    resyncJson: () => '',
  }
  const reader = createHistoryReader({
    topic: { source, id: 'a' },
    mostEvents: 100,
    onRead: (from) => void reads.push(from),
  })
  const read = async () => {
    const { afterSeq, events } = await reader.read({ epoch: 'a1', afterSeq: 2, welcomeAfterSeq: 1, throughSeq: 4 })
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => afterSeq + 1 + index))
    return { seqs: events.map(({ seq }) => seq), reads }
  }
  return { read }
}

it('asks Postgres nothing where the window spans what is missing', async () => {
  const { read } = createReader(
    [3, 4, 5].map((seq) => message(seq)),
    [],
  )
  expect(await read()).toEqual({ seqs: [3, 4, 5], reads: ['window'] })
})

it('takes along what the window has beyond that', async () => {
  const { read } = createReader(
    [2, 3, 4].map((seq) => message(seq)),
    [],
  )
  expect(await read()).toEqual({ seqs: [2, 3, 4], reads: ['window'] })
})

it.each([
  ['begins too late', [4, 5].map((seq) => message(seq))],
  ['has a hole', [3, 5].map((seq) => message(seq))],
  ['ends too early', [3].map((seq) => message(seq))],
  ['is of another epoch', [3, 4].map((seq) => message(seq, 'b2'))],
  ['is garbage', ['what?', 'e1.a1.3']],
])('asks Postgres where the window %s', async (_what, window) => {
  const { read } = createReader(window, [2, 3, 4])
  expect(await read()).toEqual({ seqs: [2, 3, 4], reads: ['window', 'database'] })
})

it('does without Redis', async () => {
  expect(await createReader('down', [2, 3, 4]).read()).toMatchObject({ seqs: [2, 3, 4] })
})

it('hands out nothing behind a hole, wherever it comes from', async () => {
  expect(await createReader([], [2, 3, 5, 6]).read()).toMatchObject({ seqs: [2, 3] })
})
