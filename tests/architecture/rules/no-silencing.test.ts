import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { noSilencing } from './no-silencing.ts'

const breaks = (text: string): boolean => tryRule(noSilencing, { 'server/a.ts': text }).length > 0

test('comments that switch a check off are found', () => {
  expect(breaks(['// @ts', 'expect-error later'].join('-'))).toBe(true)
  expect(breaks(['// biome', 'ignore lint: later'].join('-'))).toBe(true)
})

test('casts that lie are found', () => {
  expect(breaks('export const a = (b: unknown) => b as any')).toBe(true)
  expect(breaks('export const a = (b: Date) => b as unknown as string')).toBe(true)
  expect(breaks(`export const a = ['x'] as const`)).toBe(false)
})
