import { z } from 'zod'
import { timestamp } from '#server/contracts/ids.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

const totp = z.object({
  /** Sealed. */
  secret: z.string(),
  /** Null until the first code has confirmed it. */
  enabledAt: timestamp.nullable(),
  recoveryCodesLeft: z.int(),
})
export type StoredTotp = z.infer<typeof totp>

const done = z.boolean()

/** The second factor of a person, in use or begun; null where there is none. */
export async function findTotp(db: Db, userId: string): Promise<StoredTotp | null> {
  return totp.nullable().parse(await db.call('find_totp', { p_profile_id: userId }))
}

/** For pages: whether codes are asked for, since when, and how many recovery codes are left. */
export async function readTotp(db: Db, userId: string) {
  const found = await findTotp(db, userId)
  const enabledAt = found?.enabledAt ?? null
  const isEnabled = enabledAt !== null
  return { isEnabled, enabledAt, recoveryCodesLeft: isEnabled ? (found?.recoveryCodesLeft ?? 0) : 0 }
}

/** Stores a secret to be confirmed. False where a factor is already in use. */
export async function beginTotp(db: Db, userId: string, secret: string): Promise<boolean> {
  return done.parse(await db.call('begin_totp', { p_profile_id: userId, p_secret: secret }))
}

/** A code as it was checked: against which stored secret, and of which half minute since 1970. */
export interface CheckedStep {
  readonly userId: string
  readonly secret: string
  readonly step: number
}

/** Counts a code once; false where it, or a later one, has counted before. */
export async function takeTotpStep(db: Db, { userId, secret, step }: CheckedStep): Promise<boolean> {
  return done.parse(await db.call('take_totp_step', { p_profile_id: userId, p_secret: secret, p_step: step }))
}

interface Changing {
  /** Enqueued where it changes anything. */
  readonly jobs: readonly OutboxJob[]
}

interface NewCodes {
  readonly codeHashes: readonly string[]
  readonly audit: AuditEntry | null
}

/** The factor is in use from now on. False where that secret waits for no confirmation. */
export async function confirmTotp(db: Db, checked: CheckedStep & NewCodes & Changing): Promise<boolean> {
  const { userId, secret, step, codeHashes, jobs, audit } = checked
  const args = { p_profile_id: userId, p_secret: secret, p_step: step }
  const added = { p_code_hashes: [...codeHashes], p_jobs: toJson(jobs), p_audit: toJson(audit) }
  return done.parse(await db.call('confirm_totp', { ...args, ...added }))
}

/** Other recovery codes in place of all before; false where no factor is in use. */
export async function replaceRecoveryCodes(
  db: Db,
  { userId, codeHashes, audit }: NewCodes & { readonly userId: string },
): Promise<boolean> {
  const args = { p_profile_id: userId, p_code_hashes: [...codeHashes], p_audit: toJson(audit) }
  return done.parse(await db.call('replace_recovery_codes', args))
}

interface TakeRecoveryCode {
  readonly userId: string
  readonly codeHash: string
  readonly audit: AuditEntry | null
}

/** A recovery code counts once, whoever comes with it first. */
export async function takeRecoveryCode(db: Db, { userId, codeHash, audit }: TakeRecoveryCode): Promise<boolean> {
  const args = { p_profile_id: userId, p_code_hash: codeHash, p_audit: toJson(audit) }
  return done.parse(await db.call('take_recovery_code', args))
}

interface DisableTotp extends Changing {
  readonly userId: string
  readonly audit: AuditEntry | null
}

/** False where there was none. */
export async function disableTotp(db: Db, { userId, jobs, audit }: DisableTotp): Promise<boolean> {
  const args = { p_profile_id: userId, p_jobs: toJson(jobs), p_audit: toJson(audit) }
  return done.parse(await db.call('disable_totp', args))
}
