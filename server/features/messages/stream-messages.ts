import type { TrackedEnvelope } from '@trpc/server'
import { type StreamEvent, streamEvent } from '../../contracts/events.ts'
import type { RequestContext } from '../../trpc/context.ts'
import type { ViewerContext } from '../conversations/authorize-conversation.ts'
import { realtimeOf } from '../realtime-of.ts'

interface StreamMessages {
  readonly conversationId: string
  /** The last event the client has shown; without it, the stream starts at the first. */
  readonly lastEventId?: string | undefined
}

/**
 * Every event of a conversation after a cursor, in order, none twice, tracked by its id: the hub's work.
 * SERVICE_UNAVAILABLE outside a gateway.
 */
export function streamMessages(
  ctx: ViewerContext & Pick<RequestContext, 'line'>,
  { conversationId, lastEventId }: StreamMessages,
  signal: AbortSignal | undefined,
): AsyncIterable<TrackedEnvelope<StreamEvent>> {
  const realtime = realtimeOf(ctx.services)
  return realtime.openStream<StreamEvent>({
    topic: realtime.topics.conversation(conversationId),
    cursor: lastEventId,
    line: ctx.line,
    signal,
    decode: (json) => streamEvent.parse(JSON.parse(json)),
    placeholder: { kind: 'resync', conversationId, headSeq: 0, reason: 'unreadable' },
  })
}
