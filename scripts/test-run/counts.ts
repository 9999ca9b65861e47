import { readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import type { Step } from './steps.ts'

export interface Counts {
  readonly passed: number
  readonly failed: number
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
})

interface StepEnd {
  readonly exitCode: number
  readonly reportFile: string
}

/** A skipped or flaky test counts as failed; so does a runner that failed, or ran nothing, without naming a test. */
export function countStep({ report }: Step, { exitCode, reportFile }: StepEnd): Counts {
  const isGood = exitCode === 0
  if (!report) return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 }
  const counts = readReport(report, reportFile)
  const isSilentFailure = counts.failed === 0 && (!isGood || counts.passed === 0)
  return isSilentFailure ? { ...counts, failed: 1 } : counts
}

export const countAll = (results: readonly { readonly counts: Counts }[]): Counts => ({
  passed: results.reduce((sum, { counts }) => sum + counts.passed, 0),
  failed: results.reduce((sum, { counts }) => sum + counts.failed, 0),
})

/** Takes the report away once it is read, so that a later run cannot count an old one. */
function readReport(report: 'vitest' | 'playwright', reportFile: string): Counts {
  try {
    const json: unknown = JSON.parse(readFileSync(reportFile, 'utf8'))
    return report === 'vitest' ? countVitest(json) : countPlaywright(json)
  } catch {
    return { passed: 0, failed: 0 }
  } finally {
    rmSync(reportFile, { force: true })
  }
}

export function countVitest(json: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = vitestReport.parse(json)
  return { passed: numPassedTests, failed: numFailedTests + numPendingTests + numTodoTests }
}

export function countPlaywright(json: unknown): Counts {
  const { expected, unexpected, flaky, skipped } = playwrightReport.parse(json).stats
  return { passed: expected, failed: unexpected + flaky + skipped }
}
