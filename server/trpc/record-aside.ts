import type { Logger } from 'pino'
import type { Db } from '#db/client.ts'
import { type AuditRecord, recordAudit } from '#db/queries/audit.ts'

interface Recorder {
  readonly db: Db
  readonly log: Logger
}

/** Writes a row beside what has happened already, done or refused: what it was stands, whether or not the row does. */
export async function recordAside({ db, log }: Recorder, record: AuditRecord): Promise<void> {
  try {
    await recordAudit(db, record)
  } catch (error) {
    logUnwritten(log, { record, error })
  }
}

/** The log takes the place of the row, without the address. */
export function logUnwritten(
  log: Logger,
  { record, error }: { readonly record: AuditRecord; readonly error: unknown },
): void {
  const { ip: _, ...known } = record
  log.error({ err: error, audit: known }, 'an audit row could not be written')
}
