import { z } from 'zod'

/**
 * Published when sessions end before their time, in the same script that ends them. A hint: whoever acts on it also
 * looks for itself now and then, since a message can be lost.
 */
const revocation = z.object({
  kind: z.literal('revoked'),
  /** `rotated`: the session goes on as `replacedBy`, under another token. `too_many`: the user opened others. */
  reason: z.enum(['signed_out', 'all_signed_out', 'rotated', 'too_many']),
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
