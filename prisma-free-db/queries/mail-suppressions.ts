import { z } from 'zod'
import { type MailSuppression, mailSuppression } from '#server/contracts/mail.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

interface ListSuppressions {
  readonly limit: number
  readonly before?: { readonly createdAt: string; readonly id: string } | undefined
  /** Part of the address. */
  readonly search?: string | undefined
}

/** Newest first. */
export async function listMailSuppressions(db: Db, request: ListSuppressions): Promise<MailSuppression[]> {
  const { limit, before, search } = request
  const args = { p_limit: limit, p_before: before && { ...before }, p_search: search }
  return mailSuppression.array().parse(await db.call('list_mail_suppressions', args))
}

/** Mails may go there again; false where it is not on the list (any more). */
export async function removeMailSuppression(
  db: Db,
  { id, audit }: { id: string; audit: AuditEntry },
): Promise<boolean> {
  return z.boolean().parse(await db.call('remove_mail_suppression', { p_id: id, p_audit: toJson(audit) }))
}

/** Those of the addresses that get no mail, in lower case. */
export async function suppressedAmong(db: Db, addresses: readonly string[]): Promise<string[]> {
  return z
    .string()
    .array()
    .parse(await db.call('suppressed_among', { p_addresses: [...addresses] }))
}
