import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { fileSize } from './file-size.ts'

test('350 lines pass, 351 do not', () => {
  expect(tryRule(fileSize, { 'server/a.ts': '//\n'.repeat(350) })).toEqual([])
  expect(tryRule(fileSize, { 'server/a.ts': '//\n'.repeat(351) })).toEqual(['server/a.ts:350'])
})
