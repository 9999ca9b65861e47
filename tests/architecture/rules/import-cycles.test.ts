import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { importCycles } from './import-cycles.ts'

test('finds a cycle through three files, once', () => {
  const files = {
    'server/a.ts': `import './b.ts'`,
    'server/b.ts': `import type { C } from './c.ts'`,
    'server/c.ts': `export const later = () => import('./a.ts')`,
    'server/outside.ts': `import './a.ts'`,
  }
  expect(tryRule(importCycles, files)).toEqual(['server/a.ts:1'])
})

test('finds a file that imports itself', () => {
  expect(tryRule(importCycles, { 'server/a.ts': `import './a.ts'` })).toEqual(['server/a.ts:1'])
})

test('passes a diamond', () => {
  const files = {
    'server/a.ts': `import './b.ts'\nimport './c.ts'`,
    'server/b.ts': `import './d.ts'`,
    'server/c.ts': `import './d.ts'`,
    'server/d.ts': '',
  }
  expect(tryRule(importCycles, files)).toEqual([])
})
