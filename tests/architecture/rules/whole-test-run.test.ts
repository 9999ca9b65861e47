import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { wholeTestRun } from './whole-test-run.ts'

const path = 'tests/integration/a.test.ts'

test('a focused, skipped or expected-to-fail test is found', () => {
  for (const call of [`test.only('a', f)`, `describe.skip('a', f)`, `it.todo('a')`, `test.fixme()`]) {
    expect(tryRule(wholeTestRun, { [path]: call })).toEqual([`${path}:1`])
  }
})

test('a mark in a comment, a text or on something else passes', () => {
  expect(tryRule(wholeTestRun, { [path]: `// test.only\nstream.skip(2)\nconst a = 'it.skip'` })).toEqual([])
})
