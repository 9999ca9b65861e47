import { readJobTotals } from '#db/queries/job-totals.ts'
import { countQueues } from '#server/jobs/count-queues.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

/** What may happen to Redis, which holds no job that Postgres does not have. */
export const redis: readonly Scenario[] = [
  {
    name: 'redis-flushed',
    allowed: { unsure: 30 },
    act: async (scene) => {
      await slowProviders(scene)
      let wiped = 0
      for (let turn = 0; turn < 3; turn += 1) {
        await scene.sleep(2_500)
        wiped += await countQueued(scene)
        await withAdmin(scene, (admin) => admin.flushall())
        await scene.people.signInAgain()
      }
      await scene.world.simulator.clearRules()
      scene.note(`${wiped} jobs wiped`)
      if (wiped === 0) throw new Error('nothing was in the queues: nothing was put to the test')
    },
  },
  {
    name: 'redis-rolled-back',
    allowed: { unsure: 30 },
    redisSettings: [],
    // kill -9, and back to an old snapshot: what was done since is there to be done again, what was added since is gone.
    act: async (scene) => {
      const { world, sleep } = scene
      await slowProviders(scene)
      await sleep(2_000)
      await withAdmin(scene, (admin) => admin.save())
      await sleep(4_000)
      await scene.killAndRestartRedis(500)
      await scene.people.signInAgain()
      await sleep(2_000)
      await world.simulator.clearRules()
    },
  },
  {
    name: 'redis-away',
    // Half a minute: what people ask for is stored, and waits in Postgres.
    act: async ({ world, people, enqueues, sleep, note }) => {
      await sleep(1_500)
      await world.redis.kill()
      const written = people.write(enqueues)
      await sleep(30_000)
      const { waiting } = await readJobTotals(world.services.db)
      await world.redis.restart()
      note(`${waiting} jobs waited in Postgres`)
      if (waiting === 0) throw new Error('nothing was stored while Redis was away')
      await written
    },
  },
  {
    name: 'redis-frozen',
    allowed: { unsure: 30 },
    act: async ({ world, sleep }) => {
      await sleep(1_500)
      world.redis.freeze()
      await sleep(20_000)
      world.redis.thaw()
      await sleep(3_000)
    },
  },
]

/** So that there is something in the queue, and something under way. */
async function slowProviders({ world }: Scene): Promise<void> {
  for (const provider of ['resend', 'whatsapp'] as const) await world.simulator.addRule({ provider, delayMs: 150 })
}

async function countQueued({ world }: Scene): Promise<number> {
  const counts = Object.values(await countQueues(world.queues))
  return counts.reduce((total, { waiting, active, delayed }) => total + waiting + active + delayed, 0)
}

async function withAdmin(
  { world }: Scene,
  work: (admin: ReturnType<Scene['world']['redis']['admin']>) => Promise<unknown>,
): Promise<void> {
  const admin = world.redis.admin()
  await work(admin)
  admin.disconnect()
}
