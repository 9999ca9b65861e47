import { z } from 'zod'
import { uuid } from '../../contracts/ids.ts'
import type { LiveSignal } from '../../contracts/signals.ts'
import type { ViewerContext } from '../conversations/authorize-conversation.ts'

export const setActivityInput = z.object({
  conversationId: uuid,
  /** The window it is about, as it named itself to `conversations.live`; without it, all of the person's. */
  viewId: uuid.optional(),
  isTyping: z.boolean().optional(),
  isAway: z.boolean().optional(),
})

/** Tells the other side what this person does just now. Nothing is stored; while Redis is away nobody hears it. */
export async function setActivity(ctx: ViewerContext, input: z.output<typeof setActivityInput>): Promise<void> {
  const { conversationId, viewId, isTyping, isAway } = input
  const { userId } = ctx.viewer
  const { keys, pubsub } = ctx.services
  const tell = (signal: LiveSignal) => pubsub.publish(keys.liveChannel(conversationId), JSON.stringify(signal))
  if (isAway !== undefined) await tell({ kind: 'view', userId, viewId, isAway })
  if (isTyping !== undefined) await tell({ kind: 'typing', userId, isTyping })
}
