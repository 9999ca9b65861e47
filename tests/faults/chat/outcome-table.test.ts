import { expect, test } from 'vitest'
import { judge } from './oracle.ts'
import { formatOutcome, tableHead } from './outcome-table.ts'

test('an outcome is a row of the table', () => {
  const verdict = judge({ ledger: [], screens: [], sends: [] })
  const outcome = { name: 'gateway-kill', isOk: false, verdict, screens: 0, resyncs: 2, connections: 3 }
  const row = formatOutcome({ ...outcome, notes: ['one', 'two'] })
  expect(row).toBe('| gateway-kill | BROKEN | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 2 | 3 | one; two |')
  expect(row.split('|')).toHaveLength(tableHead.split('\n')[0]?.split('|').length ?? 0)
})
