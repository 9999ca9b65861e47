import { parseArgs } from 'node:util'
import type { Report } from '#tests/support/cli/run-named.ts'
import { startGround } from './chat/ground.ts'
import { judge } from './chat/oracle.ts'
import { formatOutcome, tableHead } from './chat/outcome-table.ts'
import { runScenario } from './chat/run-scenario.ts'
import type { Outcome } from './chat/scenario.ts'
import { scenarios } from './chat/scenarios.ts'

/**
 * The chat under every fault: people write and watch, through the stock tRPC client and through SSE, something breaks,
 * and in the end each screen must show the ledger in Postgres: 0 lost, 0 doubled, 0 out of order.
 *   npm run faults -- chat                     the whole matrix
 *   npm run faults -- chat gateway-kill …      the scenarios named
 *   … --seed 7                                 the same chances again
 */
export async function run(): Promise<Report> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(3),
    allowPositionals: true,
    options: { seed: { type: 'string', default: String(Date.now() % 100_000) } },
  })
  const seed = Number(values.seed)
  const chosen = choose(positionals)
  await using ground = await startGround()
  process.stderr.write(`seed ${seed}\n${tableHead}\n`)
  const outcomes: Outcome[] = []
  for (const scenario of chosen) {
    const outcome = await runScenario(scenario, ground, seed).catch((error: unknown) => notRun(scenario.name, error))
    process.stderr.write(`${formatOutcome(outcome)}\n`)
    outcomes.push(outcome)
  }
  return toReport(outcomes, seed)
}

/** A world that did not even come up says nothing about the next one. */
function notRun(name: string, error: unknown): Outcome {
  const verdict = judge({ ledger: [], screens: [], sends: [] })
  return { name, isOk: false, verdict, screens: 0, resyncs: 0, connections: 0, notes: [`did not run: ${error}`] }
}

function choose(names: readonly string[]): typeof scenarios {
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name))
  const known = scenarios.map(({ name }) => name).join(', ')
  if (unknown.length > 0) throw new Error(`There is no scenario "${unknown.join('", "')}". Known: ${known}`)
  return names.length === 0 ? scenarios : scenarios.filter(({ name }) => names.includes(name))
}

function toReport(outcomes: readonly Outcome[], seed: number): Report {
  const total = (of: (outcome: Outcome) => number): number => outcomes.reduce((sum, outcome) => sum + of(outcome), 0)
  return {
    isOk: outcomes.every(({ isOk }) => isOk),
    metrics: {
      seed,
      lost: total(({ verdict }) => verdict.lost),
      doubled: total(({ verdict }) => verdict.doubled),
      reordered: total(({ verdict }) => verdict.reordered),
      foreign: total(({ verdict }) => verdict.foreign),
      unstored: total(({ verdict }) => verdict.unstored),
      stored_twice: total(({ verdict }) => verdict.storedTwice),
      delivered: total(({ verdict }) => verdict.delivered),
      acknowledged: total(({ verdict }) => verdict.acknowledged),
      resyncs: total(({ resyncs }) => resyncs),
      failed: outcomes.filter(({ isOk }) => !isOk).map(({ name }) => name),
    },
    ratios: {},
  }
}
