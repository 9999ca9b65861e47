import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

/** A record of its own, for what changes no row: signing in and out. Changes of rows write theirs with the change. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db.call('record_audit', { p_audit: toJson(entry) })
}
