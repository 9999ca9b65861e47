import type { Measured } from './rounds.ts'

interface Spin {
  readonly durationMs: number
  /** How many operations are under way at any moment. */
  readonly concurrency: number
  readonly operate: (turn: number) => Promise<unknown>
}

/** The clock is read only once in so many operations, or reading it would be part of what is measured. */
const operationsPerLook = 32

/** As many operations as fit into the time: a closed loop, for throughput only. */
export async function spin({ durationMs, concurrency, operate }: Spin): Promise<Measured> {
  const cpu = process.cpuUsage()
  const startedMs = performance.now()
  const deadlineMs = startedMs + durationMs
  let turn = 0
  const lane = async () => {
    while (performance.now() < deadlineMs) {
      for (let look = 0; look < operationsPerLook; look += 1) {
        await operate(turn)
        turn += 1
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return toMeasured(turn, performance.now() - startedMs, process.cpuUsage(cpu))
}

interface Pass {
  readonly count: number
  readonly concurrency: number
  readonly operate: (turn: number) => Promise<unknown>
}

/** Exactly `count` operations, each turn once. */
export async function passOver({ count, concurrency, operate }: Pass): Promise<Measured> {
  const cpu = process.cpuUsage()
  const startedMs = performance.now()
  let turn = 0
  const lane = async () => {
    while (turn < count) {
      const own = turn
      turn += 1
      await operate(own)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return toMeasured(count, performance.now() - startedMs, process.cpuUsage(cpu))
}

const toMeasured = (operations: number, wallMs: number, { user, system }: NodeJS.CpuUsage): Measured => ({
  opsPerS: (operations / wallMs) * 1_000,
  cpuSPerMillion: (user + system) / operations,
})
