import { z } from 'zod'

/** How a session was opened. `anonymous`: by a first message, by somebody who has confirmed nothing. */
export const signInMethod = z.enum(['link', 'google', 'invitation', 'anonymous'])
export type SignInMethod = z.infer<typeof signInMethod>

/** By what a person recognises a session of theirs in a list; it decides nothing. */
export const sessionOrigin = z.object({
  method: signInMethod,
  /** As the browser called itself, 256 characters at most; empty where it did not. */
  userAgent: z.string(),
  /** As the limits count it: IPv6 by its /64. */
  address: z.string(),
})
export type SessionOrigin = z.infer<typeof sessionOrigin>
