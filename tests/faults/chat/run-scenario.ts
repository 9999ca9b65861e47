import { z } from 'zod'
import { startMember } from '#tests/bench/harness/members.ts'
import { createRandom } from '#tests/support/random.ts'
import { createCast } from './cast.ts'
import { isFaultless, judge } from './oracle.ts'
import { placePeople } from './place-people.ts'
import type { Outcome, Scenario } from './scenario.ts'
import { createScene, type Scene } from './scene.ts'
import { type Ground, startWorld } from './world.ts'

const screens = z.array(
  z.object({
    client: z.string(),
    conversationId: z.string(),
    shown: z.array(z.object({ seq: z.int(), id: z.string() })),
    resyncs: z.int(),
    connections: z.int(),
  }),
)
const sends = z.array(z.object({ conversationId: z.string(), clientMsgId: z.string(), isAcknowledged: z.boolean() }))

const colleagues = 30
const settledWithinMs = 40_000

/** A world, people who write and people who watch, the fault in the middle, and then the ledger against every screen. */
export async function runScenario(scenario: Scenario, ground: Ground, seed: number): Promise<Outcome> {
  await using world = await startWorld(ground, { gateways: scenario.gateways ?? 2 })
  const cast = await createCast(world.services, { conversations: scenario.conversations ?? 3, staff: colleagues })
  await using clients = await startMember('chat-clients', 'tests/faults/members')
  const notes: string[] = []
  const problems: string[] = []
  const note = (text: string): void => void notes.push(text)
  const scene = createScene({ ground, world, cast, clients, random: createRandom(seed), seed }, note)
  const attempt = async (work: () => Promise<void> | undefined): Promise<void> => {
    try {
      await work()
    } catch (error) {
      problems.push(firstLine(error))
    }
  }

  await open(scene, scenario)
  await attempt(() => scenario.act(scene))
  const sent = await clients.ask('finishSending', {}, sends)
  await attempt(() => scene.caughtUp(settledWithinMs))
  const found = await judgeScreens(scene, sent)
  await attempt(() => scenario.check?.(scene, found))
  if (found.resyncs > 0 && !scenario.mayResync) problems.push('somebody had to start anew')
  const isOk = isFaultless(found.verdict) && problems.length === 0
  return { name: scenario.name, ...found, isOk, notes: [...notes, ...problems] }
}

async function open(scene: Scene, { watchers, perSecond = 12 }: Scenario): Promise<void> {
  await scene.signInAgain()
  await placePeople(scene, { ...(watchers && { watchers }) })
  await scene.caughtUp(settledWithinMs)
  if (perSecond > 0) await scene.clients.ask('startSending', { perSecond, seed: scene.seed }, z.unknown())
}

async function judgeScreens({ clients, ledger }: Scene, sent: z.output<typeof sends>) {
  const shown = await clients.ask('screens', {}, screens)
  return {
    verdict: judge({ ledger: await ledger(), screens: shown, sends: sent }),
    screens: shown.length,
    resyncs: shown.reduce((total, screen) => total + screen.resyncs, 0),
    connections: shown.reduce((total, screen) => total + screen.connections, 0),
  }
}

/** The rest is a stack, which no table holds. */
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
