import { listDeadLetters } from '#db/queries/dead-letters.ts'
import { createRandom } from '#tests/support/random.ts'
import type { Ground } from '../chat/world.ts'
import { isFaultless, judge } from './oracle.ts'
import { createPeople } from './people.ts'
import { readEvidence } from './read-evidence.ts'
import type { Outcome, Scenario } from './scenario.ts'
import { createScene, type Scene } from './scene.ts'
import { startJobsWorld } from './world.ts'

export interface RunOptions {
  readonly seed: number
  /** In the place of what the scenario says. */
  readonly enqueues?: number | undefined
}

const usualEnqueues = 600
/** Retries after the last fault wait up to a minute, and then for their turn. */
const settledWithinMs = 240_000

/** A world, people who write, the fault in the middle; then every job against what the providers took. */
export async function runScenario(scenario: Scenario, ground: Ground, options: RunOptions): Promise<Outcome> {
  const startedMs = performance.now()
  await using world = await startJobsWorld(ground, scenario)
  const random = createRandom(options.seed)
  const enqueues = options.enqueues ?? scenario.enqueues ?? usualEnqueues
  const people = await createPeople(world, { random, replies: Math.ceil(enqueues / 2) })
  const notes: string[] = []
  const problems: string[] = []
  const note = (text: string): void => void notes.push(text)
  const scene = createScene({ ground, world, people, random, seed: options.seed, enqueues }, note)
  const attempt = async (work: () => Promise<void> | undefined): Promise<void> => {
    try {
      await work()
    } catch (error) {
      problems.push(firstLine(error))
    }
  }

  await Promise.all([attempt(() => people.write(enqueues)), attempt(() => scenario.act(scene))])
  await attempt(() => settle(scene))
  const verdict = judge(await readEvidence(world, people.mutations()))
  if (verdict.dead > 0) note(await describeDead(scene))
  await attempt(() => scenario.check?.(scene, verdict))
  const isOk = isFaultless(verdict, scenario.allowed) && problems.length === 0
  const seconds = Math.round((performance.now() - startedMs) / 1_000)
  return { name: scenario.name, isOk, verdict, seconds, notes: [...notes, ...problems] }
}

/** Until every job has ended and every webhook has been delivered, and stays so. */
async function settle({ world, people, sleep }: Scene): Promise<void> {
  const deadlineMs = performance.now() + settledWithinMs
  for (;;) {
    const isReported = await world.simulator.webhooksSettled(10_000)
    const { unfinished } = judge(await readEvidence(world, people.mutations()))
    if (unfinished === 0 && isReported) return
    if (performance.now() > deadlineMs)
      throw new Error(isReported ? `${unfinished} jobs never ended` : 'webhooks never settled')
    await sleep(500)
  }
}

/** What they died of, and how often. */
async function describeDead({ world: { services } }: Scene): Promise<string> {
  const { deadLetters } = await listDeadLetters(services.db, { limit: 500 })
  const causes = Map.groupBy(deadLetters, ({ name, error }) => `${name}: ${firstLine(error).slice(0, 80)}`)
  return [...causes].map(([cause, letters]) => `${letters.length} × ${cause}`).join(', ')
}

/** The rest is a stack, which no table holds. */
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
