import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

/** What an admin may make of a person. */
export const staffRoles = ['attendant', 'lawyer', 'admin'] as const
export const staffRole = z.enum(staffRoles)
export type StaffRole = z.infer<typeof staffRole>

/**
 * What a name may not hold: line breaks and other control characters, which would end a mail's header and begin another;
 * halves of letters; and what is not seen (marks of direction make a name read as something else, letters without ink
 * make it read as none).
 */
const unfitForNames = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u

/** A person's name as it goes into mail headers and pages: one line, two letters at least. */
export const personName = z
  .string()
  .trim()
  .max(120, { error: 'must have at most 120 characters', abort: true })
  .refine((text) => !unfitForNames.test(text), {
    error: 'must be one line, without control or invisible characters',
    abort: true,
  })
  .refine((text) => /\p{L}.*\p{L}/u.test(text), 'must have at least 2 letters')

/** In lower case: an address names one member of staff, however it is written. */
export const emailAddress = z
  .string()
  .max(254, 'must have at most 254 characters')
  .trim()
  .pipe(z.email('is no e-mail address'))
  // Last: in lower case some letters beyond ASCII become one of its letters.
  .transform((text) => text.toLowerCase())

export const invitation = z.object({ name: personName, email: emailAddress, role: staffRole })
export type Invitation = z.infer<typeof invitation>

/** active: may sign in · invited: has not accepted yet · inactive: was switched off. */
export const staffStatus = z.enum(['active', 'invited', 'inactive'])
export type StaffStatus = z.infer<typeof staffStatus>

export const staffMember = z.object({
  id: uuid,
  name: z.string(),
  /** Null where an earlier release has let one be without. */
  email: z.string().nullable(),
  role: staffRole,
  status: staffStatus,
  /** When the latest invitation was sent; null once it was accepted. */
  invitedAt: timestamp.nullable(),
  /** Until when its link works; null where none does. */
  invitationEndsAt: timestamp.nullable(),
  /** Signing in asks for a code, too. */
  hasSecondFactor: z.boolean(),
})
export type StaffMember = z.infer<typeof staffMember>

export const invitationLifeMs = 7 * 24 * 60 * 60_000
