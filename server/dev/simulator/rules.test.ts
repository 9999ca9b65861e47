import { expect, test } from 'vitest'
import { createRules, type RuleInput } from './rules.ts'

const request = { provider: 'resend', rawBody: '{}' } as const
const failAlways: RuleInput = { provider: 'resend', fail: { times: 100_000, status: 503 } }

/** Which of a thousand requests a rule meets. */
function meetings(rule: RuleInput): boolean[] {
  const rules = createRules()
  rules.add(rule)
  return Array.from({ length: 1_000 }, () => rules.take(request).name === 'fail')
}

test('a rule with a share meets that share of the requests, and the seed repeats which', () => {
  const met = meetings({ ...failAlways, percent: 30, seed: 7 })
  const count = met.filter(Boolean).length
  expect(count).toBeGreaterThan(240)
  expect(count).toBeLessThan(360)
  expect(meetings({ ...failAlways, percent: 30, seed: 7 })).toEqual(met)
  expect(meetings({ ...failAlways, percent: 30, seed: 8 })).not.toEqual(met)
})

test('0 and 100 percent are never and always', () => {
  expect(meetings({ ...failAlways, percent: 0 })).not.toContain(true)
  expect(meetings({ ...failAlways, percent: 100 })).not.toContain(false)
})

test('what one rule lets pass, the next one may meet', () => {
  const rules = createRules()
  rules.add({ ...failAlways, percent: 0 })
  rules.add({ provider: 'resend', answerTwice: { times: 1 } })
  expect(rules.take(request).name).toBe('answerTwice')
  expect(rules.take(request).name).toBe('none')
})
