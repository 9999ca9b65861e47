import { recordRetentionRun } from '#db/queries/retention.ts'
import type { JobFailure } from '#server/jobs/job-failure.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { applyRules } from './run-retention.ts'

/** The report says what; the next night tries again. */
class SomeAreLeft extends Error implements JobFailure {
  override readonly name = 'SomeAreLeft'
  readonly isRetryable = false
}

/** The night's run of contracts/retention.ts, with its report. A run that left somebody becomes a dead letter. */
export const applyRetentionRules: JobHandler<'apply-retention', Services> = async ({
  jobId,
  services,
  log,
  signal,
}) => {
  const results = await applyRules(services, signal)
  const audit = { action: 'privacy.retention', actorId: null, ip: null, via: 'job' } as const
  await recordRetentionRun(services.db, { id: jobId, isDry: false, results, audit })
  log.info({ results }, 'retention rules are applied')
  const failed = results.reduce((sum, result) => sum + (result.failed ?? 0), 0)
  if (failed > 0) throw new SomeAreLeft(`${failed} could not be erased or cleared`)
}
