import { readJobTotals } from '#db/queries/job-totals.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'
import { misbehaveAtRandom } from './misbehave.ts'

/** Sends over WhatsApp that one worker has under way: so many may end up of unknown fate with it. */
const underWay = 5

/** Longer than a job needs to be taken from a dead worker. */
const lateMs = 25_000

/** Whatever may be killed is killed, at any moment, several at once, while people write and until all is done. */
export const kills: readonly Scenario[] = [
  {
    name: 'ten-thousand-amid-kills',
    enqueues: 10_000,
    allowed: { unsure: Number.POSITIVE_INFINITY },
    act: async (scene) => {
      const { world, random } = scene
      await world.simulator.addRule({ provider: 'resend', delayMs: 10 })
      await world.simulator.addRule({ provider: 'whatsapp', delayMs: 10 })
      const counts = { api: 0, worker: 0, redis: 0 }
      const again = (name: keyof typeof counts, kill: (pauseMs: number) => Promise<void>) =>
        whileBusy(scene, async () => {
          await scene.sleep(random.between(6_000, 16_000))
          counts[name] += 1
          await kill(random.between(0, 1_500))
        })
      await Promise.all([
        again('api', (pauseMs) => scene.killAndRestart(world.api, pauseMs)),
        ...world.workers.map((worker) => again('worker', (pauseMs) => scene.killAndRestart(worker, pauseMs))),
        again('redis', (pauseMs) => scene.killAndRestartRedis(pauseMs)),
        misbehaveAtRandom(scene),
      ])
      scene.note(`killed: API ${counts.api}, workers with their relays ${counts.worker}, Redis ${counts.redis}`)
      killed.set(scene, counts.worker)
    },
    check: async (scene, { unsure }) => {
      const bound = (killed.get(scene) ?? 0) * underWay
      if (unsure > bound) throw new Error(`${unsure} messages of unknown fate; ${bound} were under way at most`)
    },
  },
  {
    name: 'each-killed-once',
    // The short version, for the test suite.
    workers: 1,
    allowed: { unsure: underWay },
    act: async (scene) => {
      const { world, sleep } = scene
      await sleep(300)
      await Promise.all([
        scene.killAndRestart(world.api, 0),
        ...world.workers.map((worker) => scene.killAndRestart(worker, 0)),
        scene.killAndRestartRedis(200),
      ])
    },
  },
  {
    name: 'workers-killed-mid-call',
    // The provider has the call and has not answered: whoever comes next must not make it again, and nothing has
    // been reported of it by then.
    allowed: { unsure: 4 * underWay },
    act: async (scene) => {
      const { world, random, sleep } = scene
      await world.simulator.delayReports(lateMs)
      await world.simulator.addRule({ provider: 'resend', delayMs: 600 })
      await world.simulator.addRule({ provider: 'whatsapp', delayMs: 600 })
      for (const worker of [...world.workers, ...world.workers]) {
        await sleep(random.between(1_500, 2_500))
        await scene.killAndRestart(worker, 0)
      }
      await world.simulator.clearRules()
    },
  },
  {
    name: 'worker-frozen',
    // Long enough that its jobs are given to the other one; then it goes on with them.
    allowed: { unsure: underWay },
    act: async ({ world, sleep }) => {
      const [worker] = world.workers
      await world.simulator.delayReports(lateMs)
      await world.simulator.addRule({ provider: 'resend', delayMs: 300 })
      await world.simulator.addRule({ provider: 'whatsapp', delayMs: 300 })
      await sleep(1_500)
      worker?.kill('SIGSTOP')
      await sleep(25_000)
      worker?.kill('SIGCONT')
      await world.simulator.clearRules()
      await sleep(3_000)
    },
  },
  {
    name: 'rolling-deploy',
    act: async ({ world, sleep }) => {
      await world.simulator.addRule({ provider: 'resend', delayMs: 200 })
      for (const worker of [...world.workers, ...world.workers]) {
        await sleep(1_500)
        worker.kill('SIGTERM')
        const { code } = await worker.part().exited
        if (code !== 0) throw new Error(`a worker ended with ${code}`)
        await worker.start()
      }
      await world.simulator.clearRules()
    },
  },
]

/** Workers killed in the scene. */
const killed = new WeakMap<Scene, number>()

/** Until hardly anything is left to be done: who still waits for its retry then is not kept waiting by another kill. */
async function whileBusy({ people, world, enqueues }: Scene, once: () => Promise<void>): Promise<void> {
  do await once()
  while (people.isWriting() || (await countOpen(world).catch(() => enqueues)) > enqueues / 50)
}

async function countOpen({ services }: Scene['world']): Promise<number> {
  const { waiting, unfinished } = await readJobTotals(services.db)
  return waiting + unfinished
}
