import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Counts, countStep } from './counts.ts'
import { seconds } from './seconds.ts'
import type { Step } from './steps.ts'

export interface StepResult {
  readonly step: Step
  readonly outcome: 'passed' | 'failed' | 'not run'
  readonly elapsedMs: number
  readonly counts: Counts
}

const heartbeatMs = 15_000
const tailLines = 150

interface StepOptions {
  readonly logFolder: string
  readonly signal: AbortSignal
}

/** Runs one step with its output in a log; says when it starts, that it is alive, and how it ended. */
export async function runStep(step: Step, { logFolder, signal }: StepOptions): Promise<StepResult> {
  const logFile = join(logFolder, `${step.name}.log`)
  const reportFile = join(logFolder, `${step.name}.json`)
  const startedMs = performance.now()
  const elapsedMs = () => performance.now() - startedMs
  console.log(`▸ ${step.name.padEnd(8)} ${step.what}`)

  const exitCode = await runLogged(step, { logFile, reportFile, elapsedMs, signal })
  const counts = countStep(step, { exitCode, reportFile })
  const outcome = counts.failed === 0 ? 'passed' : 'failed'
  const mark = outcome === 'passed' ? '✓' : '✗'
  console.log(`${mark} ${step.name.padEnd(8)} ${outcome} after ${seconds(elapsedMs())}`)
  if (outcome === 'failed') console.log(tail(logFile))
  return { step, outcome, elapsedMs: elapsedMs(), counts }
}

interface RunOptions {
  readonly logFile: string
  readonly reportFile: string
  readonly elapsedMs: () => number
  readonly signal: AbortSignal
}

/** Resolves with the exit code; a step over its limit, or stopped by the signal, is ended and counts as failed. */
async function runLogged(step: Step, { logFile, reportFile, elapsedMs, signal }: RunOptions): Promise<number> {
  const log = createWriteStream(logFile)
  const child = spawnStep(step, reportFile)
  let lastLine = ''
  const take = (chunk: Buffer) => {
    log.write(chunk)
    lastLine = chunk.toString().trim().split('\n').at(-1)?.slice(0, 100) || lastLine
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const say = () => console.log(`… ${step.name.padEnd(8)} ${seconds(elapsedMs())}  ${lastLine}`)
  const heartbeat = setInterval(say, heartbeatMs)
  const over = AbortSignal.any([signal, AbortSignal.timeout(step.limitMs)])
  over.addEventListener('abort', () => end(child))

  const exitCode = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)))
  clearInterval(heartbeat)
  if (over.aborted)
    log.write(`\nended after ${seconds(elapsedMs())}: ${signal.aborted ? 'stopped' : 'the step hung'}\n`)
  await new Promise<void>((resolve) => log.end(resolve))
  return over.aborted ? 1 : exitCode
}

const spawnStep = (step: Step, reportFile: string) =>
  spawn(process.execPath, [...step.args, ...reportArgs(step, reportFile)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile },
  })

/** SIGINT first: the test runners then stop the servers they started. */
function end(child: ReturnType<typeof spawnStep>): void {
  child.kill('SIGINT')
  setTimeout(() => child.kill('SIGKILL'), 15_000).unref()
}

function reportArgs({ report }: Step, reportFile: string): string[] {
  if (report === 'vitest') return ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  return report === 'playwright' ? ['--reporter=list,json'] : []
}

function tail(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n')
  const hidden = Math.max(0, lines.length - tailLines)
  const shown = lines.slice(hidden).map((line) => `    ${line}`)
  return [...(hidden > 0 ? [`    … ${hidden} lines before, in ${logFile}`] : []), ...shown].join('\n')
}
