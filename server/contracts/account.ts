import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'
import { role } from './roles.ts'
import { signInMethod } from './session-origin.ts'

/** Who somebody is, as they see it of themselves. */
export const account = z.object({ id: uuid, name: z.string(), email: z.string().nullable(), role })
export type Account = z.infer<typeof account>

/** Where somebody is signed in, as they see it of themselves. */
export const ownSession = z.object({
  /** Names it for ending it; signs nobody in. */
  id: z.string(),
  /** The one that asks. */
  isCurrent: z.boolean(),
  /** Null where an earlier release opened it. */
  method: signInMethod.nullable(),
  /** "Firefox", "Windows": names as the makers write them; null where the browser does not say. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  device: z.enum(['phone', 'tablet', 'computer']),
  address: z.string().nullable(),
  createdAt: z.date(),
  seenAt: z.date(),
  /** The end of it, used or not. */
  endsAt: z.date(),
})
export type OwnSession = z.infer<typeof ownSession>

export const secondFactor = z.object({
  isEnabled: z.boolean(),
  enabledAt: timestamp.nullable(),
  recoveryCodesLeft: z.int(),
})
export type SecondFactor = z.infer<typeof secondFactor>

/** For an authenticator app: as text to type, and as the address that its QR code holds. */
export const newSecondFactor = z.object({ secret: z.string(), uri: z.string() })
export type NewSecondFactor = z.infer<typeof newSecondFactor>

/** Shown once: the database has their hashes. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()).readonly() })
export type RecoveryCodes = z.infer<typeof recoveryCodes>
