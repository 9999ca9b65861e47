import { describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { forgetJobs } from '#server/jobs/forget-jobs.ts'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'

const name = 'email-visitor-new-conversation'

/** What is forgotten of BullMQ's queues, on whatever Redis. */
export function queueCases(backend: BackendOf): void {
  describe('forgetting jobs', () => {
    it('leaves nothing of them, whatever their state, and nothing else is touched', async () => {
      await using layer = backend().open(testPrefix())
      const { keys } = layer
      const store = layer.redis.stateStore
      const [root, events] = [keys.queueRoot('emails'), keys.queueEvents('emails')]
      const [waiting, failed, other] = [newId(), newId(), newId()]
      for (const id of [waiting, failed, other]) {
        await store.command('HSET', root + id, 'data', id, 'failedReason', id)
        await store.command('RPUSH', `${root}${id}:logs`, id)
        await store.command('XADD', events, '*', 'event', 'failed', 'jobId', id)
      }
      for (const id of [waiting, other]) await store.command('LPUSH', keys.queueJobs('emails', 'wait'), id)
      for (const id of [failed, other]) await store.command('ZADD', keys.queueJobs('emails', 'failed'), 1, id)

      const jobs = [waiting, failed].map((id) => ({ id, name }) as const)
      expect(await forgetJobs({ store, keys }, jobs)).toBe(0)
      const left = await Promise.all([
        store.command('LRANGE', keys.queueJobs('emails', 'wait'), 0, -1),
        store.command('ZRANGE', keys.queueJobs('emails', 'failed'), 0, -1),
        store.command('XLEN', events),
        ...[waiting, failed, other].map((id) => store.command('EXISTS', root + id, `${root}${id}:logs`)),
      ])
      expect(left).toEqual([[other], [other], 1, 0, 0, 2])
    })

    it('leaves one that runs to its worker, and counts it', async () => {
      await using layer = backend().open(testPrefix())
      const { keys } = layer
      const store = layer.redis.stateStore
      const id = newId()
      await store.command('HSET', keys.queueRoot('emails') + id, 'data', '{}')
      await store.command('LPUSH', keys.queueJobs('emails', 'active'), id)
      expect(await forgetJobs({ store, keys }, [{ id, name }])).toBe(1)
      expect(await store.command('EXISTS', keys.queueRoot('emails') + id)).toBe(1)
    })
  })
}
