import { z } from 'zod'
import { type JobName, jobs, type OutboxJob } from '#server/contracts/jobs.ts'
import {
  ownPrivacyRequest,
  type Person,
  type PrivacyRequest,
  person,
  privacyRequest,
  type RefusalReason,
} from '#server/contracts/privacy.ts'
import { sharedInboxRow } from '#server/contracts/signals.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

interface ErasePerson {
  readonly profileId: string
  /** Enqueued the first time. */
  readonly jobs: readonly OutboxJob[]
  readonly audit: AuditEntry | null
}

/**
 * Erases all that Postgres holds of a person, in one transaction; done again it clears what came late ('again').
 * `jobs` are those that queues may still hold, `rows` what lists of staff show from now on.
 */
export async function erasePerson(db: Db, erase: ErasePerson): Promise<ErasedPerson> {
  const args = { p_profile_id: erase.profileId, p_jobs: toJson(erase.jobs), p_audit: toJson(erase.audit) }
  return erasedPerson.parse(await db.call('erase_person', args))
}

const jobName = z.custom<JobName>((name) => typeof name === 'string' && Object.hasOwn(jobs, name))

const erasedPerson = z.discriminatedUnion('status', [
  z.object({
    status: z.enum(['erased', 'again']),
    profileIds: z.array(z.string()),
    conversationIds: z.array(z.string()),
    /** Those of a release that is not known here are in no queue of ours. */
    jobs: z.array(z.object({ id: z.string(), name: z.string() })).transform((found) =>
      found.flatMap(({ id, name }) => {
        const known = jobName.safeParse(name)
        return known.success ? [{ id, name: known.data }] : []
      }),
    ),
    rows: z.array(sharedInboxRow),
    epoch: z.string(),
  }),
  z.object({ status: z.literal('not_found') }),
  z.object({ status: z.literal('active_staff') }),
])
export type ErasedPerson = z.infer<typeof erasedPerson>

interface ListPeople {
  /** A part of the name or address, digits of the number, or an id; empty: the newest. */
  readonly search: string
  readonly limit: number
}

/** Visitors, clients and former staff, the newest first. */
export async function listPeople(db: Db, { search, limit }: ListPeople): Promise<Person[]> {
  return person.array().parse(await db.call('list_people', { p_search: search, p_limit: limit }))
}

/** Everything that is kept of a person as one document; null when there is nobody. */
export async function exportPerson(db: Db, profileId: string): Promise<PersonExport | null> {
  return personExport.nullable().parse(await db.call('export_person', { p_profile_id: profileId }))
}

const table = z.array(z.record(z.string(), z.unknown()))

const personExport = z.object({
  person: z.looseObject({ id: z.string(), name: z.string() }),
  consents: table,
  conversations: z.array(z.looseObject({ id: z.string(), messages: z.array(z.looseObject({})) })),
  readMarks: table,
  leads: table,
  payments: table,
  whatsapp: table,
  mails: table,
  suppressedAddresses: table,
  notifications: table,
  signInAccounts: table,
  privacyRequests: table,
  actions: table,
})
export type PersonExport = z.infer<typeof personExport>

interface RequestErasure {
  readonly id: string
  readonly profileId: string
  readonly audit: AuditEntry | null
}

/** Notes that somebody wishes to be erased; 'already' while an earlier wish is open, 'gone' for who is not there any more. */
export async function requestErasure(db: Db, { id, profileId, audit }: RequestErasure) {
  const args = { p_id: id, p_profile_id: profileId, p_audit: toJson(audit) }
  return askedErasure.parse(await db.call('request_erasure', args))
}

const askedErasure = z.object({ status: z.enum(['asked', 'already', 'gone']) })

/** Open ones first, then those decided last. */
export async function listPrivacyRequests(db: Db, limit: number): Promise<PrivacyRequest[]> {
  return privacyRequest.array().parse(await db.call('list_privacy_requests', { p_limit: limit }))
}

/** A person's latest; null when they never asked. */
export async function findPrivacyRequest(db: Db, profileId: string) {
  return ownPrivacyRequest.nullable().parse(await db.call('find_privacy_request', { p_profile_id: profileId }))
}

interface RefuseRequest {
  readonly id: string
  readonly reason: RefusalReason
  readonly audit: AuditEntry | null
}

/** False when it is not open (any more). */
export async function refusePrivacyRequest(db: Db, { id, reason, audit }: RefuseRequest): Promise<boolean> {
  const args = { p_id: id, p_reason: reason, p_audit: toJson(audit) }
  return z.boolean().parse(await db.call('refuse_privacy_request', args))
}

interface WhatsappNotice {
  readonly conversationId: string
  readonly consent: { readonly id: string; readonly textVersion: string; readonly locale: string }
  readonly messageId: string
  readonly jobs: readonly OutboxJob[]
}

/** Puts the notice to somebody new on WhatsApp on record, and on its way; false where they have had it. */
export async function noticeWhatsappPerson(db: Db, notice: WhatsappNotice): Promise<boolean> {
  const result = await db.call('notice_whatsapp_person', {
    p_conversation_id: notice.conversationId,
    p_consent: toJson(notice.consent),
    p_message_id: notice.messageId,
    p_jobs: toJson(notice.jobs),
  })
  return z.boolean().parse(result)
}
