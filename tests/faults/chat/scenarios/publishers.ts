import { z } from 'zod'
import { newId } from '#server/contracts/ids.ts'
import { calmWays, screensOf } from '../place-people.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

const anything = z.unknown()

/** What those who send and publish may do wrong, or at the wrong moment. */
export const publishers: readonly Scenario[] = [
  {
    name: 'racing-publishers',
    // What was published is published again, late, doubled and in any order, while new messages come.
    act: async ({ conversationIds, random, sleep, store, publish }) => {
      const stored = (await Promise.all(conversationIds.map((id) => store(id, 6)))).flat()
      for (let turn = 0; turn < 20; turn += 1) {
        await sleep(150)
        const fresh = (await Promise.all(conversationIds.map((id) => store(id, 1)))).flat()
        stored.push(...fresh)
        const picked = Array.from({ length: 12 }, () => stored.at(random.between(-20, -1)))
        await publish([...picked.filter((one) => one !== undefined), ...fresh, ...fresh])
      }
    },
    check: async ({ metric }) => {
      if ((await metric('duplicates_total')) < 100) throw new Error('hardly anything came twice')
    },
  },
  {
    name: 'publications-overtake-each-other',
    // Each pair arrives the wrong way round: what is ahead has to wait for a moment, and nothing be looked up for it.
    perSecond: 0,
    act: async ({ conversationIds, store, publish, sleep }) => {
      for (let turn = 0; turn < pairs; turn += 1) {
        for (const id of conversationIds) await publish((await store(id, 2)).toReversed())
        await sleep(20)
      }
    },
    check: async ({ metric, conversationIds, note }) => {
      const overtaken = pairs * conversationIds.length * 2
      const [parked, repaired] = [await metric('parked_total'), await metric('repairs_total')]
      note(`${overtaken} times ahead, ${parked} waited, ${repaired} looked up`)
      if (parked < overtaken * 0.9) throw new Error('hardly any overtook another: nothing was put to the test')
      if (repaired > overtaken * 0.1) throw new Error('what came early was not kept')
    },
  },
  {
    name: 'opened-amid-messages',
    // Redis confirms a subscription late, and messages come meanwhile: between the head that was read and the first that
    // Redis brings there must be no hole, or every newcomer waits until somebody looks.
    perSecond: 0,
    conversations: 12,
    watchers: { trpc: 0, sse: 0 },
    act: async (scene) => {
      const { world, clients, conversationIds, sleep } = scene
      world.redisProxy.delaySubscribers(300)
      let isOver = false
      const talking = Promise.all(conversationIds.map((id) => talk(scene, id, () => isOver)))
      await clients.ask('watch', screensOf(scene, { trpc: 2, sse: 2 }), anything)
      await sleep(4_000)
      isOver = true
      await talking
    },
    check: async ({ metric, conversationIds, world, note }) => {
      const repaired = await metric('repairs_total')
      const feeds = conversationIds.length * world.gateways.length
      note(`${feeds} opened, ${repaired} events looked up`)
      if (repaired > feeds / 4) throw new Error('those who came amid messages had holes')
    },
  },
  {
    name: 'same-message-from-every-tab',
    perSecond: 0,
    act: async ({ clients, cast, world, conversationIds: [conversationId = ''] }) => {
      const person = cast.visitors[0]?.name ?? ''
      const tabs = [calmWays(world), calmWays(world), [], []]
      const senders = tabs.map((gateways) => ({ person, conversationId, gateways }))
      await clients.ask('addSenders', senders, anything)
      for (let turn = 0; turn < 4; turn += 1) {
        await clients.ask('sendFromAll', { person, clientMsgId: newId(), body: 'once' }, anything)
      }
    },
  },
]

const pairs = 40

async function talk({ store, publish, sleep }: Scene, conversationId: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await publish(await store(conversationId, 1))
    await sleep(60)
  }
}
