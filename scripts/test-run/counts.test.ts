import { expect, test } from 'vitest'
import { countPlaywright, countStep, countVitest } from './counts.ts'
import type { Step } from './steps.ts'

const step: Step = { name: 'a', what: 'a', args: [], limitMs: 1 }
const noReport = '.plantao/test-logs/there-is-no-such-report.json'

test('a step without a report counts as one', () => {
  expect(countStep(step, { exitCode: 0, reportFile: noReport })).toEqual({ passed: 1, failed: 0 })
  expect(countStep(step, { exitCode: 2, reportFile: noReport })).toEqual({ passed: 0, failed: 1 })
})

test('a runner that ends well but reports no test has failed', () => {
  expect(countStep({ ...step, report: 'vitest' }, { exitCode: 0, reportFile: noReport })).toEqual({
    passed: 0,
    failed: 1,
  })
})

test('skipped and todo tests fail the run', () => {
  const report = { numPassedTests: 4, numFailedTests: 1, numPendingTests: 2, numTodoTests: 3 }
  expect(countVitest(report)).toEqual({ passed: 4, failed: 6 })
})

test('flaky and skipped browser tests fail the run', () => {
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 1 }
  expect(countPlaywright({ stats })).toEqual({ passed: 7, failed: 3 })
})
