import type { Worker } from 'bullmq'
import type { Logger } from 'pino'
import type { JobData } from './job-data.ts'

/** Quiet when all is well: one line per failure, and one when Redis goes away rather than one per reconnection. */
export function observeWorker(worker: Worker<JobData>, log: Logger): void {
  let isTroubled = false
  worker.on('completed', (job) => {
    isTroubled = false
    log.debug({ job: job.name, jobId: job.id }, 'job done')
  })
  worker.on('failed', (job, error) => {
    const isFinal = job === undefined || job.finishedOn !== undefined
    const line = { job: job?.name, jobId: job?.id, attempt: job?.attemptsMade, err: error }
    if (isFinal) log.error(line, 'job failed for good')
    else log.warn(line, 'job failed and will be tried again')
  })
  worker.on('ready', () => {
    isTroubled = false
  })
  worker.on('error', (error) => {
    if (!isTroubled) log.warn({ err: error }, 'queue consumer in trouble')
    isTroubled = true
  })
}
