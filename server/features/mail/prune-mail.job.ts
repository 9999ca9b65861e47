import { pruneMail as pruneInDatabase } from '#db/queries/mail-ledger.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'

const dayMs = 24 * 60 * 60_000
/** Long enough to answer "did you not get our mail?", and no longer: the ledger holds addresses. */
const keepMs = 90 * dayMs
const limit = 2_000

/** Forgets mails of long ago. The list of suppressed addresses stays. */
export const pruneMail: JobHandler<'prune-mail', Pick<Services, 'db'>> = async ({ services, log, signal }) => {
  let pruned = 0
  for (let gone = limit; gone >= limit && !signal.aborted; pruned += gone) {
    gone = await pruneInDatabase(services.db, { keepMs, limit })
  }
  log.info({ pruned }, 'old mails are forgotten')
}
