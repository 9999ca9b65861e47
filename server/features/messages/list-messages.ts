import { listEventsBefore } from '#db/queries/messages.ts'
import type { ChatEvent } from '../../contracts/events.ts'
import { authorizeConversation, type ViewerContext } from '../conversations/authorize-conversation.ts'

interface ListMessages {
  readonly conversationId: string
  readonly beforeSeq?: number | undefined
  readonly limit: number
}

interface MessagePage {
  readonly events: ChatEvent[]
  readonly headSeq: number
  readonly hasMore: boolean
}

/** One page of a conversation, ascending, the newest when `beforeSeq` is absent. */
export async function listMessages(ctx: ViewerContext, input: ListMessages): Promise<MessagePage> {
  const { headSeq } = await authorizeConversation(ctx, input.conversationId)
  const events = await listEventsBefore(ctx.services.db, input)
  // The head was read before the page: an event stored in between is in the page, and the head must not lag behind it.
  return { events, headSeq: Math.max(headSeq, events.at(-1)?.seq ?? 0), hasMore: (events[0]?.seq ?? 1) > 1 }
}
