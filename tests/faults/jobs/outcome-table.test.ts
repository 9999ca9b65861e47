import { expect, test } from 'vitest'
import { judge } from './oracle.ts'
import { formatOutcome, tableHead } from './outcome-table.ts'

test('an outcome is a row of the table', () => {
  const verdict = judge({ mutations: [], stored: [], jobs: [], replies: [], effects: [] })
  const row = formatOutcome({ name: 'redis-flushed', isOk: false, verdict, seconds: 12, notes: ['one', 'two'] })
  expect(row).toBe(`| redis-flushed | BROKEN |${' 0 |'.repeat(12)} 12 | one; two |`)
  expect(row.split('|')).toHaveLength(tableHead.split('\n')[0]?.split('|').length ?? 0)
})
