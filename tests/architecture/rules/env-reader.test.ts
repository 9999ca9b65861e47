import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { envReader } from './env-reader.ts'

test('only server/env.ts reads process.env', () => {
  const text = '// process.env in a comment is fine\nexport const a = process.env.REDIS_URL'
  expect(tryRule(envReader, { 'server/redis/a.ts': text })).toEqual(['server/redis/a.ts:2'])
  expect(tryRule(envReader, { 'server/env.ts': text })).toEqual([])
})
