import type { Scenario } from '../scenario.ts'
import { withAdmin } from './with-admin.ts'

/** What may happen to Redis: it carries hints and sessions, and nothing that may be lost with it. */
export const redis: readonly Scenario[] = [
  {
    name: 'redis-rollback',
    // kill -9, and back to an old snapshot: windows and whatever else Redis counts fall behind the clients.
    act: async (scene) => {
      const { world, sleep } = scene
      await sleep(1_500)
      await withAdmin(scene, (admin) => admin.save())
      await sleep(3_000)
      await world.redis.kill()
      await world.redis.restart()
      await sleep(4_000)
    },
  },
  {
    name: 'redis-flushed',
    act: async (scene) => {
      for (let turn = 0; turn < 3; turn += 1) {
        await scene.sleep(1_500)
        await withAdmin(scene, (admin) => admin.flushall())
        await scene.signInAgain()
      }
      await scene.sleep(2_000)
    },
  },
  {
    name: 'redis-subscribers-killed',
    act: async (scene) => {
      for (let turn = 0; turn < 8; turn += 1) {
        await scene.sleep(scene.random.between(300, 900))
        await withAdmin(scene, (admin) => admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub'))
      }
      await scene.sleep(1_500)
    },
  },
  {
    name: 'redis-paused',
    act: async (scene) => {
      await scene.sleep(1_500)
      await withAdmin(scene, (admin) => admin.client('PAUSE', 5_000, 'ALL'))
      await scene.sleep(8_000)
    },
  },
  {
    name: 'redis-frozen',
    act: async ({ world, sleep }) => {
      await sleep(1_500)
      world.redis.freeze()
      await sleep(30_000)
      world.redis.thaw()
      await sleep(4_000)
    },
  },
  {
    name: 'redis-subscriber-black-holed',
    act: async ({ world, sleep }) => {
      await sleep(1_500)
      world.redisProxy.silenceSubscribers()
      await sleep(8_000)
    },
    check: async ({ metric }) => {
      if ((await metric('lost_probes_total')) === 0) throw new Error('nobody noticed that Redis went silent')
    },
  },
  {
    name: 'redis-publishes-nothing',
    // What a process that dies between commit and publish leaves behind, for every message, and no later one tells of it.
    act: async (scene) => {
      await scene.sleep(1_000)
      await withAdmin(scene, (admin) => admin.acl('SETUSER', 'default', '-publish'))
      await scene.sleep(6_000)
    },
    check: async ({ metric }) => {
      if ((await metric('repairs_total')) === 0)
        throw new Error('everything was published: nothing was put to the test')
    },
  },
]
