import type { StepResult } from './run-step.ts'
import { seconds } from './seconds.ts'

/** One line a step, then what to look at. */
export function formatSummary(results: readonly StepResult[]): string {
  const rows = results.map(({ step, outcome, elapsedMs, counts }) => {
    const tests = step.report ? `${counts.passed + counts.failed} tests` : ''
    return `  ${step.name.padEnd(9)}${step.what.padEnd(44)}${outcome.padEnd(9)}${tests.padStart(10)}${seconds(elapsedMs).padStart(10)}`
  })
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ step }) => step.name)
  const advice = failed.map((name) => `  ${name}: .plantao/test-logs/${name}.log; alone: npm test -- ${name}`)
  return ['', ...rows, ...(advice.length > 0 ? ['', 'Failed:', ...advice] : []), ''].join('\n')
}
