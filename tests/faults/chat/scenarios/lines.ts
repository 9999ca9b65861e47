import { z } from 'zod'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

/** What may happen to a client's line. */
export const lines: readonly Scenario[] = [
  {
    name: 'client-reset',
    act: (scene) => repeatedly(scene, ({ shaky }) => shaky.reset()),
  },
  {
    name: 'client-fin',
    act: (scene) => repeatedly(scene, ({ shaky }) => shaky.end()),
  },
  {
    name: 'client-silence',
    // Longer than a client and a gateway need to find a dead line.
    act: async ({ world, sleep }) => {
      await sleep(2_000)
      for (const { shaky } of world.gateways) shaky.blackHole()
      await sleep(10_000)
      for (const { shaky } of world.gateways) shaky.restore()
      await sleep(4_000)
    },
  },
  {
    name: 'client-drop-after-ephemeral',
    // An untracked event in between would wipe the cursor of the stock client.
    act: async (scene) => {
      const { clients, sleep, world } = scene
      for (let turn = 0; turn < 4; turn += 1) {
        await clients.ask('typeFromAll', {}, anything)
        for (const { shaky } of world.gateways) shaky.reset()
        await sleep(1_500)
      }
    },
  },
  {
    name: 'offline-longer-than-every-window',
    mayResync: true,
    perSecond: 4,
    act: async ({ world, conversationIds: [first = ''], store, sleep }) => {
      for (const { shaky } of world.gateways) shaky.blackHole()
      await store(first, 700)
      await sleep(9_000)
      for (const { shaky } of world.gateways) shaky.restore()
    },
    check: async (_, { resyncs }) => {
      if (resyncs === 0) throw new Error('700 events behind and nobody was told')
    },
  },
]

async function repeatedly(
  { world, sleep, random }: Scene,
  fault: (gateway: Scene['world']['gateways'][number]) => void,
): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await sleep(random.between(300, 1_500))
    for (const gateway of world.gateways) fault(gateway)
  }
  await sleep(1_500)
}

const anything = z.unknown()
