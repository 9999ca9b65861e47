import { enqueueJobs } from '#db/queries/outbox.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { wakeRelay } from '#server/jobs/wake-relay.ts'
import { createConnectedServices } from '#server/services.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { handlers } from '#server/worker/handlers.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { sharedClockMs } from '../../harness/shared-clock.ts'
import type { JobSubject, JobSubjectOptions } from './job-subject.ts'

/** The outbox, and the product's whole worker with a handler of the benchmark's own in the place of one of its jobs. */
export async function openPlantaoJobs({ env }: JobSubjectOptions): Promise<JobSubject> {
  const services = createConnectedServices(testEnv({ WORKER_PORT: '0', ...env }), { name: 'bench' })
  await services.redis.ready()
  let worker: Worker | undefined
  return {
    async add(keys) {
      const jobs = keys.map((key) => outboxJob('notify-new-message', { conversationId: key, eventId: key }))
      await enqueueJobs(services.db, jobs)
      const storedMs = sharedClockMs()
      await wakeRelay(services)
      return storedMs
    },
    async work(onStart) {
      const doNothing = async ({ payload }: { readonly payload: { readonly eventId: string } }) =>
        onStart(payload.eventId)
      worker = createWorker(services, { handlers: { ...handlers, 'notify-new-message': async () => doNothing } })
      await worker.start()
    },
    async close() {
      await worker?.close()
      await services.close()
    },
  }
}
