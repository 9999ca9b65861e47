import { z } from 'zod'
import type { Db } from '../client.ts'
import { unwrap } from '../rest.ts'
import { type AuditEntry, toJson } from './json.ts'

interface ConfirmVisitor {
  /** What mail was sent to, and came back from. */
  readonly email: string
  /** The visitor who asked for that mail, in the browser that was theirs. */
  readonly askedById: string | null
  /** Whose session the browser has that confirms. */
  readonly browserUserId: string | null
  /** Who they become where no profile that exists may be taken. */
  readonly newProfileId: string
  readonly audit: AuditEntry | null
}

const client = z.object({ id: z.string(), role: z.literal('client'), name: z.string(), email: z.string() })

const confirmed = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('confirmed'),
    profile: client,
    /** They were no client yet, or took somebody in. */
    isChanged: z.boolean(),
    /** Visitors who turned out to be this person: nothing is theirs any more. */
    absorbedIds: z.array(z.string()),
    /** Conversations that changed hands. */
    conversationIds: z.array(z.string()),
  }),
  z.object({ status: z.literal('unknown') }),
])
export type ConfirmedVisitor = z.infer<typeof confirmed>

/**
 * Makes one client of everybody who left the address and of the visitor who asked for the mail, in one transaction; a
 * second time it changes nothing. 'unknown': there is nobody to confirm.
 */
export async function confirmVisitorEmail(db: Db, confirm: ConfirmVisitor): Promise<ConfirmedVisitor> {
  const result = await db.call('confirm_visitor_email', {
    p_email: confirm.email,
    p_asked_by_id: confirm.askedById ?? undefined,
    p_browser_user_id: confirm.browserUserId ?? undefined,
    p_new_profile_id: confirm.newProfileId,
    p_audit: toJson(confirm.audit),
  })
  return confirmed.parse(result)
}

interface MailAsked {
  readonly email: string
  readonly profileId: string | null
}

/** Whether confirming the address would lead to anybody. Nobody outside may learn it, by answer, status or time. */
export async function isKnownVisitor(db: Db, { email, profileId }: MailAsked): Promise<boolean> {
  const args = { p_email: email, p_profile_id: profileId ?? undefined }
  return z.boolean().parse(await db.call('is_known_visitor', args))
}

const ownAddress = z.object({ email: z.string().nullable(), email_confirmed_at: z.string().nullable() })

/** The address that a person left, and whether it is known to be theirs; null where they are gone. */
export async function readOwnAddress(
  db: Db,
  profileId: string,
): Promise<{ readonly email: string | null; readonly isConfirmed: boolean } | null> {
  const columns = db.rest.from('profiles').select('email, email_confirmed_at')
  const row = ownAddress.nullable().parse(unwrap(await columns.eq('id', profileId).eq('is_active', true).maybeSingle()))
  return row && { email: row.email, isConfirmed: row.email_confirmed_at !== null }
}
