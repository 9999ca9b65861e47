import { z } from 'zod'
import { type RetentionResult, type RetentionRun, retentionRun } from '#server/contracts/privacy.ts'
import { type RetentionRuleName, retentionRules } from '#server/contracts/retention.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

/** How much is past its time now, by rule. */
export async function countRetentionDue(db: Db): Promise<z.output<typeof counted>> {
  const days = Object.entries(retentionRules).map(([name, { keepDays }]) => [name, keepDays])
  const counts = await db.call('count_retention_due', { p_rules: toJson(Object.fromEntries(days)) })
  return counted.parse(counts)
}

const counted = z.record(z.string(), z.int().nonnegative())

interface Batch {
  readonly rule: RetentionRuleName
  readonly limit: number
}

interface PeopleDue extends Batch {
  /** Where the page before ended; null: the first. */
  readonly after: string | null
}

/** Ids of people to be erased under a rule, in their order. */
export async function listPeopleDue(db: Db, { rule, limit, after }: PeopleDue): Promise<string[]> {
  const args = { p_rule: rule, p_keep_days: retentionRules[rule].keepDays, p_limit: limit }
  return z
    .string()
    .array()
    .parse(await db.call('list_people_due', { ...args, ...(after !== null && { p_after: after }) }))
}

/** One batch of a rule that deletes rows or clears a part of them; answers how many. */
export async function applyRetention(db: Db, { rule, limit }: Batch): Promise<number> {
  const args = { p_rule: rule, p_keep_days: retentionRules[rule].keepDays, p_limit: limit }
  return z.int().parse(await db.call('apply_retention', args))
}

interface RecordRun {
  readonly id: string
  readonly isDry: boolean
  readonly results: readonly RetentionResult[]
  readonly audit: AuditEntry | null
}

/** Once per id: written again, it is replaced. */
export async function recordRetentionRun(db: Db, { id, isDry, results, audit }: RecordRun): Promise<void> {
  const args = { p_id: id, p_is_dry: isDry, p_results: toJson(results), p_audit: toJson(audit) }
  await db.call('record_retention_run', args)
}

/** The latest first. */
export async function listRetentionRuns(db: Db, limit: number): Promise<RetentionRun[]> {
  return retentionRun.array().parse(await db.call('list_retention_runs', { p_limit: limit }))
}
