import { z } from 'zod'
import { timestamp, uuid } from '#server/contracts/ids.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import { type Locale, locale } from '#server/contracts/locales.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'
import { isStorableText } from './storable-text.ts'

/** A link that somebody asks for, as the database keeps it: never the token. */
export interface NewLink {
  readonly id: string
  /** The address it goes to. */
  readonly identifier: string
  readonly tokenHash: string
  readonly expiresAt: Date
  /** The visitor whose session asks. */
  readonly profileId?: string | null | undefined
  readonly locale?: Locale | undefined
  /** The page of ours to return to: begins with '/', 512 characters at most. */
  readonly callbackPath?: string | undefined
  readonly jobs?: readonly OutboxJob[]
  readonly audit?: AuditEntry | null
}

/** Stores a link and enqueues the jobs with it. */
export async function createVerificationToken(db: Db, { jobs = [], audit = null, ...link }: NewLink): Promise<void> {
  const stored = { ...link, expiresAt: link.expiresAt.toISOString() }
  const args = { p_link: toJson(withoutAbsent(stored)), p_jobs: toJson(jobs), p_audit: toJson(audit) }
  await db.call('create_verification_token', args)
}

const withoutAbsent = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))

const consumed = z.object({
  id: uuid,
  kind: z.enum(['sign-in', 'invitation']),
  identifier: z.string(),
  expiresAt: timestamp,
  profileId: uuid.nullable(),
  callbackPath: z.string().nullable(),
})
export type ConsumedLink = z.infer<typeof consumed>

/** One caller gets it, however many ask at once; null where it is unknown, used, over, or another address's. */
export async function consumeVerificationToken(
  db: Db,
  { tokenHash, identifier }: { readonly tokenHash: string; readonly identifier?: string | undefined },
): Promise<ConsumedLink | null> {
  if (!isStorableText(tokenHash) || !isStorableText(identifier ?? '')) return null
  const args = { p_token_hash: tokenHash, ...(identifier !== undefined && { p_identifier: identifier }) }
  return consumed.nullable().parse(await db.call('consume_verification_token', args))
}

const shownLink = z.object({
  /** In full. */
  email: z.string(),
  /** The visitor of this browser has conversations that do not come along. */
  leavesConversation: z.boolean(),
})

/** What using a link up would mean in the browser of that visitor; null where it is unknown, used, or over. */
export async function readLink(
  db: Db,
  { tokenHash, browserUserId }: { readonly tokenHash: string; readonly browserUserId: string | null },
): Promise<z.infer<typeof shownLink> | null> {
  const args = { p_token_hash: tokenHash, p_browser_user_id: browserUserId ?? undefined }
  return shownLink.nullable().parse(await db.call('read_link', args))
}

const linkRequest = z.object({
  email: z.string(),
  profileId: uuid.nullable(),
  locale,
  expiresAt: timestamp,
  /** Somebody of the firm who has not accepted yet has that address. */
  isInvited: z.boolean(),
})
export type LinkRequest = z.infer<typeof linkRequest>

/** What the mail of a link is about; null where the link cannot be used (any more). */
export async function findLinkRequest(db: Db, requestId: string): Promise<LinkRequest | null> {
  return linkRequest.nullable().parse(await db.call('find_link_request', { p_id: requestId }))
}
