import type { JobSubject, JobSubjectName, JobSubjectOptions } from './job-subject.ts'
import { openPgBoss } from './pg-boss.ts'
import { openPlantaoJobs } from './plantao-jobs.ts'
import { openRawBullmq } from './raw-bullmq.ts'

export const openJobSubject: Record<JobSubjectName, (options: JobSubjectOptions) => Promise<JobSubject>> = {
  plantao: openPlantaoJobs,
  raw_bullmq: openRawBullmq,
  pg_boss: openPgBoss,
}
