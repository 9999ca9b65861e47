import { z } from 'zod'
import { timestamp, uuid } from '#server/contracts/ids.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import { type Invitation, type StaffMember, type StaffRole, staffMember, staffRole } from '#server/contracts/staff.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

/** The firm's people: the active first, then the invited, then those switched off, each by name. */
export async function listStaffMembers(db: Db): Promise<StaffMember[]> {
  return staffMember.array().parse(await db.call('list_staff_members', {}))
}

/** The link of an invitation, as the database keeps it: never the token. */
export interface InvitationLink {
  readonly id: string
  readonly tokenHash: string
  /** ISO 8601. */
  readonly expiresAt: string
}

interface Acting {
  /** The admin who does it; 'forbidden' where they are none any more. */
  readonly actorId: string
}

interface Written extends Acting {
  readonly link: InvitationLink
  readonly jobs: readonly OutboxJob[]
  readonly audit: AuditEntry | null
}

/**
 * Invites somebody, or anew: whoever has not accepted yet gets this name, this role and this link in place of the
 * earlier ones. 'active', 'inactive': the address is that of a colleague, or of a former one, and nothing was written.
 */
export async function inviteStaff(
  db: Db,
  { id, actorId, invitation, link, jobs, audit }: Written & { readonly id: string; readonly invitation: Invitation },
) {
  const { name, email, role } = invitation
  const args = { p_id: id, p_actor_id: actorId, p_name: name, p_email: email, p_role: role }
  const answer = await db.call('invite_staff', {
    ...args,
    p_link: toJson(link),
    p_jobs: toJson(jobs),
    p_audit: toJson(audit),
  })
  return invited.parse(answer)
}

const invited = z.discriminatedUnion('status', [
  z.object({ status: z.literal('invited'), id: uuid }),
  z.object({ status: z.enum(['active', 'inactive', 'forbidden']) }),
])

const settled = z.object({ status: z.enum(['done', 'not_found', 'forbidden']) })
export type Settled = z.infer<typeof settled>['status']

/** A new link for somebody invited. */
export async function resendInvitation(
  db: Db,
  { id, actorId, link, jobs, audit }: Written & { readonly id: string },
): Promise<Settled> {
  const args = { p_id: id, p_actor_id: actorId, p_link: toJson(link), p_jobs: toJson(jobs), p_audit: toJson(audit) }
  return settled.parse(await db.call('resend_invitation', args)).status
}

interface CancelInvitation extends Acting {
  readonly id: string
  readonly audit: AuditEntry | null
}

/** Takes an invitation back, and the person with it. */
export async function cancelInvitation(db: Db, { id, actorId, audit }: CancelInvitation): Promise<Settled> {
  const args = { p_id: id, p_actor_id: actorId, p_audit: toJson(audit) }
  return settled.parse(await db.call('cancel_invitation', args)).status
}

const invitationForMail = z.object({ name: z.string(), email: z.string(), role: staffRole, endsAt: timestamp })
export type InvitationForMail = z.infer<typeof invitationForMail>

/** Whom a link invites; null when it cannot be used any more. */
export async function findInvitation(db: Db, linkId: string): Promise<InvitationForMail | null> {
  return invitationForMail.nullable().parse(await db.call('find_invitation', { p_link_id: linkId }))
}

const accepted = z.object({ id: uuid, role: staffRole, name: z.string(), email: z.string() })

interface AcceptInvitation {
  readonly email: string
  /** The actor is whoever accepts. */
  readonly audit: AuditEntry | null
}

/** Makes whoever was invited at that address a colleague; null where nobody is. The caller has proof of the address. */
export async function acceptInvitation(db: Db, { email, audit }: AcceptInvitation) {
  return accepted.nullable().parse(await db.call('accept_invitation', { p_email: email, p_audit: toJson(audit) }))
}

interface ChangeStaff extends Acting {
  readonly id: string
  /** What is not given stays. */
  readonly role?: StaffRole
  readonly isActive?: boolean
  readonly jobs: readonly OutboxJob[]
  readonly audit: AuditEntry | null
}

/** Another role, or off and on again; nobody does it to themselves, so that there is always an active admin. */
export async function changeStaff(db: Db, { id, actorId, role, isActive, jobs, audit }: ChangeStaff) {
  const answer = await db.call('change_staff', {
    p_id: id,
    p_actor_id: actorId,
    p_role: role,
    p_is_active: isActive,
    p_jobs: toJson(jobs),
    p_audit: toJson(audit),
  })
  return changedStaff.parse(answer)
}

const changedStaff = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['changed', 'unchanged']), id: uuid, role: staffRole, isActive: z.boolean() }),
  z.object({ status: z.enum(['not_found', 'forbidden', 'self', 'invited']) }),
])

const reset = z.object({ status: z.enum(['done', 'none', 'not_found', 'forbidden', 'self']) })

interface ResetTotp extends Acting {
  readonly id: string
  readonly jobs: readonly OutboxJob[]
  readonly audit: AuditEntry | null
}

/** Takes the second factor off a colleague. 'none': they have none. */
export async function resetTotp(db: Db, { id, actorId, jobs, audit }: ResetTotp) {
  const args = { p_id: id, p_actor_id: actorId, p_jobs: toJson(jobs), p_audit: toJson(audit) }
  return reset.parse(await db.call('reset_totp', args)).status
}

/** Ids of open conversations that are assigned to a person. */
export async function listAssignedConversations(
  db: Db,
  { profileId, limit }: { readonly profileId: string; readonly limit: number },
): Promise<string[]> {
  const args = { p_profile_id: profileId, p_limit: limit }
  return uuid.array().parse(await db.call('list_assigned_conversations', args))
}
