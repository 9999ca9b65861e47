import type { Scenario } from '../scenario.ts'
import { withAdmin } from './with-admin.ts'

/** What may happen to the product's own processes. */
export const processes: readonly Scenario[] = [
  {
    name: 'gateway-kill',
    act: async ({ world, sleep, random }) => {
      for (const gateway of world.gateways) {
        await sleep(random.between(1_000, 3_000))
        gateway.kill('SIGKILL')
        await gateway.part().exited
        await sleep(random.between(0, 1_500))
        await gateway.start()
      }
      await sleep(2_000)
    },
  },
  {
    name: 'gateway-freeze',
    act: async ({ world, sleep }) => {
      for (const gateway of world.gateways) {
        await sleep(1_500)
        gateway.kill('SIGSTOP')
        await sleep(6_000)
        gateway.kill('SIGCONT')
      }
      await sleep(2_000)
    },
  },
  rollingDrain(2),
  rollingDrain(3),
  {
    name: 'api-killed-between-commit-and-publish',
    // While Redis takes no writes a send gets as far as its commit, and not further: there it is killed.
    perSecond: 20,
    act: async (scene) => {
      const { world, sleep, random } = scene
      for (let turn = 0; turn < 5; turn += 1) {
        await sleep(random.between(300, 900))
        await withAdmin(scene, (admin) => admin.client('PAUSE', 5_000, 'WRITE'))
        await sleep(random.between(300, 700))
        await world.killApi()
        await withAdmin(scene, (admin) => admin.client('UNPAUSE'))
        await world.startApi()
      }
      await sleep(1_000)
    },
    check: async ({ metric, note }) => {
      const repaired = await metric('repairs_total')
      note(`${repaired} events looked up`)
      if (repaired === 0) throw new Error('every commit was published: nothing was put to the test')
    },
  },
]

function rollingDrain(gateways: number): Scenario {
  return {
    name: `rolling-drain-${gateways}`,
    gateways,
    act: async ({ world, sleep }) => {
      for (const gateway of world.gateways) {
        await sleep(1_000)
        gateway.kill('SIGTERM')
        const { code } = await gateway.part().exited
        if (code !== 0) throw new Error(`a gateway ended with ${code}`)
        await gateway.start()
      }
      await sleep(1_500)
    },
  }
}
