import type { Home } from './home.ts'
import { findLauncher } from './launcher.ts'
import type { Part } from './part.ts'
import { identifyProcess } from './process-identity.ts'
import { type Address, type Runtime, removeRuntime, writeRuntime } from './runtime-file.ts'

export interface RuntimeRecord {
  readonly timings: Runtime['timings']
  add(part: Part): void
  setState(state: Runtime['state']): void
  /** Measures a step of the start. */
  timed<T>(part: string, work: Promise<T>): Promise<T>
  remove(): void
}

/** Keeps runtime.json true to what runs, from the first part on: a crash in mid-start must be recoverable too. */
export function createRuntimeRecord(home: Home, addresses: readonly Address[]): RuntimeRecord {
  const startedMs = performance.now()
  const runner = identifyProcess(process.pid)
  if (!runner) throw new Error('this process cannot read its own start time')
  const launcher = findLauncher()
  const value: Runtime = {
    state: 'starting',
    startedAt: new Date().toISOString(),
    runner,
    ...(launcher ? { launcher } : {}),
    parts: [],
    addresses: [...addresses],
    timings: [],
  }
  const save = () => writeRuntime(home.runtime, value)
  save()
  return {
    timings: value.timings,
    add(part) {
      value.parts.push({ ...entryOf(part), startedAt: identifyProcess(part.pid)?.startedAt ?? '' })
      save()
    },
    setState(state) {
      if (state === 'running') value.timings.push({ part: 'total', ms: Math.round(performance.now() - startedMs) })
      value.state = state
      save()
    },
    async timed(part, work) {
      const beganMs = performance.now()
      const result = await work
      value.timings.push({ part, ms: Math.round(performance.now() - beganMs) })
      return result
    },
    remove: () => removeRuntime(home.runtime),
  }
}

const entryOf = ({ name, pid, port, url, logFile }: Part) => ({ name, pid, port, url, logFile })
