import { z } from 'zod'

/**
 * Why all sessions of somebody ended. `role_changed`: an admin gave them another role or switched them off ·
 * `absorbed`: their conversations belong to another profile of the same person now · `erased`: their data was erased.
 */
const endOfAll = z.enum(['all_signed_out', 'role_changed', 'absorbed', 'erased'])
export type EndOfAll = z.infer<typeof endOfAll>

/**
 * Published when sessions end before their time, in the same script that ends them. A hint: whoever acts on it also
 * looks for itself now and then, since a message can be lost.
 */
const revocation = z.object({
  kind: z.literal('revoked'),
  /** `rotated`: the session goes on as `replacedBy`, under another token. `too_many`: the user opened others. */
  reason: z.enum(['signed_out', 'rotated', 'too_many', ...endOfAll.options]),
  /** As in `Session.id`; never tokens. */
  sessionIds: z.array(z.string()).min(1),
  replacedBy: z.string().optional(),
})

export type Revocation = z.infer<typeof revocation>

/** A message of the revocations channel, or undefined where it is none. */
export function parseRevocation(text: string): Revocation | undefined {
  try {
    return revocation.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
