import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { noBarrels } from './no-barrels.ts'

test('refuses every form of re-export', () => {
  const text = `export { a } from './a.ts'\nexport * from './b.ts'\nexport type { C } from './c.ts'`
  expect(tryRule(noBarrels, { 'server/all.ts': text })).toEqual([
    'server/all.ts:1',
    'server/all.ts:2',
    'server/all.ts:3',
  ])
})

test('refuses index files outside the pages', () => {
  expect(tryRule(noBarrels, { 'src/ui/index.ts': 'export const a = 1' })).toEqual(['src/ui/index.ts:1'])
  expect(tryRule(noBarrels, { 'src/pages/index.tsx': 'export const a = 1' })).toEqual([])
})
