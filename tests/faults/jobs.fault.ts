import { parseArgs } from 'node:util'
import type { Report } from '#tests/support/cli/run-named.ts'
import { startGround } from './chat/ground.ts'
import { judge } from './jobs/oracle.ts'
import { formatOutcome, tableHead } from './jobs/outcome-table.ts'
import { runScenario } from './jobs/run-scenario.ts'
import type { Outcome } from './jobs/scenario.ts'
import { scenarios } from './jobs/scenarios.ts'

/**
 * The jobs under every fault: people start conversations and reply over WhatsApp through the API, something breaks, and in
 * the end each job must have had its effect at the provider: 0 lost, 0 doubled.
 *   npm run faults -- jobs                     the whole matrix
 *   npm run faults -- jobs redis-flushed …     the scenarios named
 *   … --seed 7                                 the same chances again
 *   … --enqueues 500                           so many jobs in each, in the place of what the scenario says
 */
export async function run(): Promise<Report> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(3),
    allowPositionals: true,
    options: { seed: { type: 'string', default: String(Date.now() % 100_000) }, enqueues: { type: 'string' } },
  })
  const seed = Number(values.seed)
  const enqueues = values.enqueues === undefined ? undefined : Number(values.enqueues)
  const chosen = choose(positionals)
  await using ground = await startGround()
  process.stderr.write(`seed ${seed}\n${tableHead}\n`)
  const outcomes: Outcome[] = []
  for (const scenario of chosen) {
    const outcome = await runScenario(scenario, ground, { seed, enqueues }).catch((error: unknown) =>
      notRun(scenario.name, error),
    )
    process.stderr.write(`${formatOutcome(outcome)}\n`)
    outcomes.push(outcome)
  }
  return toReport(outcomes, seed)
}

/** A world that did not even come up says nothing about the next one. */
function notRun(name: string, error: unknown): Outcome {
  const verdict = judge({ mutations: [], stored: [], jobs: [], replies: [], effects: [] })
  return { name, isOk: false, verdict, seconds: 0, notes: [`did not run: ${error}`] }
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
      enqueued: total(({ verdict }) => verdict.enqueued),
      effects: total(({ verdict }) => verdict.effects),
      lost: total(({ verdict }) => verdict.lost),
      doubled: total(({ verdict }) => verdict.doubled),
      foreign: total(({ verdict }) => verdict.foreign),
      unstored: total(({ verdict }) => verdict.unstored),
      stored_twice: total(({ verdict }) => verdict.storedTwice),
      unqueued: total(({ verdict }) => verdict.unqueued),
      unfinished: total(({ verdict }) => verdict.unfinished),
      unreconciled: total(({ verdict }) => verdict.unreconciled),
      dead: total(({ verdict }) => verdict.dead),
      unsure: total(({ verdict }) => verdict.unsure),
      failed: outcomes.filter(({ isOk }) => !isOk).map(({ name }) => name),
    },
    ratios: {},
  }
}
