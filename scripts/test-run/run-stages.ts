import { runStep, type StepResult } from './run-step.ts'
import type { Stage, Step } from './steps.ts'

interface StageOptions {
  readonly logFolder: string
  readonly isKeepingGoing: boolean
  /** Ends the steps that run; the rest is reported as not run. */
  readonly signal: AbortSignal
}

/** Two cores: more side by side would only make each slower. */
const lanes = 2

/** Runs stage after stage; after a failed one the steps that remain are reported as not run. */
export async function runStages(stages: readonly Stage[], options: StageOptions): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const { steps } of stages) {
    const hasFailed = results.some(({ outcome }) => outcome === 'failed')
    const isStopped = hasFailed && !options.isKeepingGoing
    results.push(...(isStopped ? steps.map(notRun) : await runSideBySide(steps, options)))
  }
  return results
}

async function runSideBySide(steps: readonly Step[], { logFolder, signal }: StageOptions): Promise<StepResult[]> {
  const results = new Map<Step, StepResult>()
  const waiting = [...steps]
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      results.set(step, signal.aborted ? notRun(step) : await runStep(step, { logFolder, signal }))
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return steps.flatMap((step) => results.get(step) ?? [])
}

const notRun = (step: Step): StepResult => ({
  step,
  outcome: 'not run',
  elapsedMs: 0,
  counts: { passed: 0, failed: 0 },
})
