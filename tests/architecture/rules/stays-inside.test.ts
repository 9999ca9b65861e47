import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { staysInside } from './stays-inside.ts'

test('an import that climbs out of the project is found', () => {
  expect(tryRule(staysInside, { 'server/a.ts': `import '../../shared/x.ts'` })).not.toEqual([])
  expect(tryRule(staysInside, { 'server/a.ts': `import '../scripts/x.ts'` })).toEqual([])
})

test("a path of a neighbour or of one person's machine is found", () => {
  expect(tryRule(staysInside, { 'server/a.ts': `export const a = '../shared/DESIGN.md'` })).toEqual(['server/a.ts:1'])
  expect(tryRule(staysInside, { 'server/a.ts': `export const a = '/home/someone/x'` })).toEqual(['server/a.ts:1'])
})
