import { z } from 'zod'
import { conversation } from './conversations.ts'
import { uuid } from './ids.ts'

export const inboxView = z.enum(['all', 'mine', 'unassigned'])
export type InboxView = z.infer<typeof inboxView>

/** One conversation as a staff member's list shows it. */
export const inboxRow = conversation.extend({
  /** Grows with every change of the row: of two, the greater is the newer. */
  revision: z.int().nonnegative(),
  /** The last event this staff member has read; unread is `headSeq - readSeq`. */
  readSeq: z.int().nonnegative(),
})
export type InboxRow = z.infer<typeof inboxRow>

/**
 * State, not a log. `snapshot`: the list as it is, in place of all before. `changes`: rows that changed, to be merged by
 * the greater `revision` and the greater `readSeq`, and conversations that left the view.
 */
export const inboxUpdate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), rows: z.array(inboxRow) }),
  z.object({ kind: z.literal('changes'), rows: z.array(inboxRow), removedIds: z.array(uuid) }),
])
export type InboxUpdate = z.infer<typeof inboxUpdate>
