import { z } from 'zod'
import {
  type AuditAction,
  type AuditFilter,
  type AuditResult,
  type AuditRow,
  type AuditSubject,
  auditRow,
} from '#server/contracts/audit.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

/** A record that stands alone. Texts in `details` are ids, codes and times: the table refuses everything else. */
export interface AuditRecord extends AuditEntry {
  readonly action: AuditAction
  /** ok where it does not say. */
  readonly result?: AuditResult
  /** The error's code, of what was refused or failed. */
  readonly code?: string
  readonly subject?: { readonly type: AuditSubject; readonly id: string }
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * Of what changes no row (signing in and out), and of what was refused or failed. A success whose change has written its
 * row already, in the same call, is not written again.
 */
export async function recordAudit(db: Db, { subject, ...record }: AuditRecord): Promise<void> {
  const about = subject && { subjectType: subject.type, subjectId: subject.id }
  await db.call('record_audit', { p_audit: toJson({ ...record, ...about }) })
}

export interface ListAudit {
  readonly filter: AuditFilter
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface AuditPage {
  readonly rows: readonly AuditRow[]
  readonly nextCursor?: string
}

/** Newest first. What is written while one reads stands before the first page. A cursor that is none answers that one. */
export async function listAudit(db: Db, { filter, cursor, limit }: ListAudit): Promise<AuditPage> {
  const p_filter = toJson({ ...conditionsOf(filter), ...parseCursor(cursor) })
  const found = auditRow.array().parse(await db.call('list_audit', { p_filter, p_limit: limit + 1 }))
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return found.length > limit && last ? { rows, nextCursor: `${last.at}~${last.id}` } : { rows }
}

function conditionsOf({ actor, ...filter }: AuditFilter) {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  return actor === undefined ? given : { ...given, actorId: actor === 'nobody' ? null : actor }
}

const cursorShape = z.tuple([z.iso.datetime({ offset: true }), z.string().regex(/^\d{1,18}$/)])

function parseCursor(cursor: string | undefined) {
  const { data } = cursorShape.safeParse(cursor?.split('~'))
  return data ? { beforeAt: data[0], beforeId: data[1] } : {}
}
