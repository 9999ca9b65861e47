import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { defaultExports } from './default-exports.ts'

test('a default export is found outside pages and configs, in each of its forms', () => {
  expect(tryRule(defaultExports, { 'src/ui/a.tsx': 'export default function A() {}' })).toEqual(['src/ui/a.tsx:1'])
  expect(tryRule(defaultExports, { 'src/ui/a.tsx': 'const a = 1\nexport { a as default }' })).toEqual([
    'src/ui/a.tsx:1',
  ])
  expect(tryRule(defaultExports, { 'src/pages/a.tsx': 'export default function A() {}' })).toEqual([])
})
