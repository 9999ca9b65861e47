import { listEventsBefore } from '#db/queries/messages.ts'
import { readPositions } from '#db/queries/positions.ts'
import type { ChatEvent } from '../../contracts/events.ts'
import { findAuthorized, type ViewerContext } from '../conversations/authorize-conversation.ts'

interface ListMessages {
  readonly conversationId: string
  readonly beforeSeq?: number | undefined
  readonly limit: number
}

interface MessagePage {
  readonly events: ChatEvent[]
  /** What makes the number of an event the cursor of a subscription (`formatEventId`). */
  readonly epoch: string
  readonly headSeq: number
  readonly hasMore: boolean
}

/** One page of a conversation, ascending, the newest when `beforeSeq` is absent. */
export async function listMessages(ctx: ViewerContext, input: ListMessages): Promise<MessagePage> {
  const { db } = ctx.services
  const { headSeq } = await findAuthorized(ctx.services, input.conversationId)
  const [{ epoch }, events] = await Promise.all([
    readPositions(db, [input.conversationId]),
    listEventsBefore(db, input),
  ])
  // The head was read before the page: an event stored in between is in the page, and the head must not lag behind it.
  return { events, epoch, headSeq: Math.max(headSeq, events.at(-1)?.seq ?? 0), hasMore: (events[0]?.seq ?? 1) > 1 }
}
