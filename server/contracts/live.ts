import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

/** `away`: the page is open, but nobody has looked at it for a while. */
export const presence = z.enum(['online', 'away', 'offline'])
export type Presence = z.infer<typeof presence>

/** What is known right now about one person of a conversation. */
export const liveMember = z.object({
  userId: uuid,
  name: z.string(),
  side: z.enum(['visitor', 'staff']),
  presence,
  /** Null while never seen, and while online. */
  lastSeenAt: timestamp.nullable(),
  /** The last event they have read; never falls. */
  readSeq: z.int().nonnegative(),
  isTyping: z.boolean(),
})
export type LiveMember = z.infer<typeof liveMember>

/** The whole state at once, again at every change: nothing to be missed, nothing to be merged but `readSeq`. */
export const liveState = z.object({ conversationId: uuid, members: z.array(liveMember) })
export type LiveState = z.infer<typeof liveState>

/** How long one report of typing lasts, and how often a client repeats it at most. Milliseconds. */
export const typingLastsMs = 6_000
export const typingEveryMs = 3_000
