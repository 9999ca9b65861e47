import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openHome } from '#server/dev/home.ts'
import { lockHolder } from '#server/dev/lock-file.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { type Runtime, readRuntime } from '#server/dev/runtime-file.ts'
import { waitUntil } from '#server/dev/wait-until.ts'
import { rawEnv } from '#server/env.ts'
import type { Report } from '#tests/support/cli/run-named.ts'

interface Start {
  readonly wallMs: number
  readonly timings: Runtime['timings']
}

/** `npm start` as a person types it: the first time (nothing stored, nothing built) and the second, until every part is healthy. */
export async function run(): Promise<Report> {
  refuseBesideARunningStack()
  const home = openHome('.plantao/bench-startup')
  rmSync(home.root, { recursive: true, force: true })
  rmSync(join(projectRoot, '.next'), { recursive: true, force: true })
  try {
    const first = await measureStart('first start')
    const second = await measureStart('second start')
    return { metrics: { ...metricsOf('first', first), ...metricsOf('second', second) }, ratios: {} }
  } finally {
    rmSync(home.root, { recursive: true, force: true })
  }
}

/** The build is shared by all homes: replacing it below a running site breaks that site. */
function refuseBesideARunningStack(): void {
  const holder = lockHolder(openHome().lock)
  if (holder) throw new Error(`Plantão runs in this checkout (process ${holder.pid}): stop it first`)
}

async function measureStart(title: string): Promise<Start> {
  const home = openHome('.plantao/bench-startup')
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'development', ...rawEnv(), PLANTAO_HOME: home.root }
  const startedMs = performance.now()
  const child = spawn('npm', ['start'], { cwd: projectRoot, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit')
  const isUp = () => child.exitCode !== null || readRuntime(home.runtime)?.state === 'running'
  await waitUntil(isUp, { what: title, timeoutMs: 300_000 })
  const wallMs = Math.round(performance.now() - startedMs)
  const timings = readRuntime(home.runtime)?.timings
  if (!timings) throw new Error(`${title}: npm start ended with code ${child.exitCode}`)
  child.kill('SIGTERM')
  await ended
  printParts(title, { wallMs, timings })
  return { wallMs, timings }
}

function printParts(title: string, { wallMs, timings }: Start): void {
  console.log(`${title}: ${(wallMs / 1000).toFixed(1)} s until everything is healthy`)
  for (const { part, ms } of timings) console.log(`  ${part.padEnd(14)} ${(ms / 1000).toFixed(2)} s`)
}

const metricsOf = (which: string, { wallMs, timings }: Start) => ({
  [`${which}_start_ms`]: wallMs,
  [`${which}_parts_ms`]: Object.fromEntries(timings.map(({ part, ms }) => [part, ms])),
})
