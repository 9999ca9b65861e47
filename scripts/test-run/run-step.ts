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

/** Runs one step with its output in a log; says when it starts, that it is alive, and how it ended. */
export async function runStep(step: Step, logFolder: string): Promise<StepResult> {
  const logFile = join(logFolder, `${step.name}.log`)
  const reportFile = join(logFolder, `${step.name}.json`)
  const startedMs = performance.now()
  const elapsedMs = () => performance.now() - startedMs
  console.log(`▸ ${step.name.padEnd(8)} ${step.what}`)

  const exitCode = await spawnLogged(step, { logFile, reportFile, elapsedMs })
  const counts = countStep(step, { exitCode, reportFile })
  const outcome = counts.failed === 0 ? 'passed' : 'failed'
  const mark = outcome === 'passed' ? '✓' : '✗'
  console.log(`${mark} ${step.name.padEnd(8)} ${outcome} after ${seconds(elapsedMs())}`)
  if (outcome === 'failed') console.log(tail(logFile))
  return { step, outcome, elapsedMs: elapsedMs(), counts }
}

interface SpawnOptions {
  readonly logFile: string
  readonly reportFile: string
  readonly elapsedMs: () => number
}

/** Resolves with the exit code; a step over its limit is ended and counts as failed. */
function spawnLogged(step: Step, { logFile, reportFile, elapsedMs }: SpawnOptions): Promise<number> {
  const log = createWriteStream(logFile)
  const child = spawn(process.execPath, [...step.args, ...reportArgs(step, reportFile)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      NEXT_TELEMETRY_DISABLED: '1',
      PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile,
    },
  })
  let lastLine = ''
  const take = (chunk: Buffer) => {
    log.write(chunk)
    lastLine = chunk.toString().trim().split('\n').at(-1)?.slice(0, 100) || lastLine
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)

  const heartbeat = setInterval(
    () => console.log(`… ${step.name.padEnd(8)} ${seconds(elapsedMs())}  ${lastLine}`),
    heartbeatMs,
  )
  const limit = setTimeout(() => {
    log.write(`\nended after ${seconds(step.limitMs)}: the step hung\n`)
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
  }, step.limitMs)
  const stopWithParent = (signal: NodeJS.Signals) => {
    child.kill(signal)
    process.exitCode = 130
  }
  process.on('SIGINT', stopWithParent).on('SIGTERM', stopWithParent)

  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearInterval(heartbeat)
      clearTimeout(limit)
      process.off('SIGINT', stopWithParent).off('SIGTERM', stopWithParent)
      log.end(() => resolve(code ?? 1))
    })
  })
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
