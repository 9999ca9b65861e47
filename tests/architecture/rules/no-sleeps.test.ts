import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { noSleeps } from './no-sleeps.ts'

const path = 'tests/integration/a.test.ts'
const breaks = (text: string): boolean => tryRule(noSleeps, { [path]: text }).length > 0

test('a sleep in a test is found, in each of its forms', () => {
  expect(breaks('await new Promise((resolve) => setTimeout(resolve, 50))')).toBe(true)
  expect(breaks(`import { setTimeout } from 'node:timers/promises'`)).toBe(true)
  expect(breaks('await page.waitForTimeout(50)')).toBe(true)
})

test('waiting for a condition passes', () => {
  expect(breaks('await expect.poll(() => seen).toBe(1)')).toBe(false)
})

test('a load generator may pace itself', () => {
  const text = `import { setTimeout } from 'node:timers/promises'`
  expect(tryRule(noSleeps, { 'tests/bench/a.bench.ts': text })).toEqual([])
})
