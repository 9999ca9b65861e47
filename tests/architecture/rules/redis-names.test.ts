import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { redisNames } from './redis-names.ts'

const path = 'server/realtime/hub.ts'
const registry = 'server/redis/keys.ts'

test('a key spelled outside the registry is found, as text and as template', () => {
  expect(tryRule(redisNames, { [path]: `export const a = 'product:42'` })).toEqual([`${path}:1`])
  const template = 'export const channel = (id: string) => `chat:$' + '{id}`'
  expect(tryRule(redisNames, { [path]: template })).toEqual([`${path}:1`])
  expect(tryRule(redisNames, { [registry]: template })).toEqual([])
})

test('a queue opened by a spelled name is found', () => {
  expect(tryRule(redisNames, { [path]: `export const open = () => new Queue('emails')` })).toEqual([`${path}:1`])
})

test('ordinary text passes', () => {
  expect(tryRule(redisNames, { [path]: `export const a = 'the chat: how it works'` })).toEqual([])
})
