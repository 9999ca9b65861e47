import { expect, test } from 'vitest'
import { type Evidence, isFaultless, judge } from './oracle.ts'

const conversationId = 'c'
const ledger = [1, 2, 3].map((seq) => ({ conversationId, seq, id: `e${seq}`, clientMsgId: `m${seq}` }))
const screen = (...seqs: number[]) => ({
  client: 'a',
  conversationId,
  shown: seqs.map((seq) => ({ seq, id: `e${seq}` })),
  resyncs: 0,
  connections: 1,
})
const judged = (evidence: Partial<Evidence>) => judge({ ledger, screens: [], sends: [], ...evidence })

test('a screen that shows the ledger is faultless', () => {
  const verdict = judged({ screens: [screen(1, 2, 3)] })
  expect(verdict).toMatchObject({ delivered: 3, lost: 0 })
  expect(isFaultless(verdict)).toBe(true)
})

test.each([
  { seqs: [1, 3], fault: 'lost' },
  { seqs: [1, 2, 2, 3], fault: 'doubled' },
  { seqs: [1, 3, 2], fault: 'reordered' },
  { seqs: [1, 2, 3, 4], fault: 'foreign' },
])('$seqs is $fault', ({ seqs, fault }) => {
  const verdict = judged({ screens: [screen(...seqs)] })
  expect(verdict).toMatchObject({ [fault]: 1 })
  expect(isFaultless(verdict)).toBe(false)
})

test('an acknowledged send that is not in the ledger, and one that is there twice, are found', () => {
  const send = (clientMsgId: string) => ({ conversationId, clientMsgId, isAcknowledged: true })
  expect(judged({ sends: [send('m1'), send('m9')] })).toMatchObject({ acknowledged: 2, unstored: 1, storedTwice: 0 })
  const [first] = ledger
  if (!first) throw new Error('the ledger is empty')
  expect(judged({ ledger: [...ledger, { ...first, seq: 4 }], sends: [send('m1')] })).toMatchObject({ storedTwice: 1 })
})
