import { z } from 'zod'
import { loadPeer } from '../../harness/peers.ts'
import { sharedClockMs } from '../../harness/shared-clock.ts'
import type { JobSubject, JobSubjectOptions } from './job-subject.ts'

interface Boss {
  start(): Promise<unknown>
  stop(options: { readonly graceful: boolean }): Promise<void>
  on(event: 'error', listener: () => void): void
  createQueue(name: string, options: { readonly notify: boolean }): Promise<void>
  insert(name: string, jobs: readonly { readonly id: string; readonly data: object }[]): Promise<unknown>
  work(name: string, options: object, handler: (jobs: readonly { data: unknown }[]) => Promise<void>): Promise<string>
}

interface BossModule {
  readonly PgBoss: new (options: object) => Boss
}

const name = 'raw'
const jobData = z.object({ key: z.string() })

/**
 * As its documentation advises for speed: LISTEN/NOTIFY wakes the workers, and one that got a full batch fetches the next
 * at once. `insert` is one transaction of its own here.
 */
export async function openPgBoss({ env, concurrency }: JobSubjectOptions): Promise<JobSubject> {
  const { PgBoss } = await loadPeer<BossModule>('peers/jobs', 'pg-boss', ['PgBoss'])
  const boss = new PgBoss({ connectionString: env.DATABASE_URL, max: 10, useListenNotify: true })
  boss.on('error', () => undefined)
  await boss.start()
  await boss.createQueue(name, { notify: true })
  return {
    async add(keys) {
      await boss.insert(
        name,
        keys.map((key) => ({ id: key, data: { key } })),
      )
      return sharedClockMs()
    },
    async work(onStart) {
      const options = { batchSize: concurrency, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 }
      await boss.work(name, options, async (jobs) => {
        for (const { data } of jobs) onStart(jobData.parse(data).key)
      })
    },
    close: () => boss.stop({ graceful: false }),
  }
}
