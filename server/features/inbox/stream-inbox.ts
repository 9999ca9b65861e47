import type { TrackedEnvelope } from '@trpc/server'
import type { InboxUpdate, InboxView } from '../../contracts/inbox.ts'
import { isFrontDesk } from '../../contracts/roles.ts'
import type { RequestContext } from '../../trpc/context.ts'
import { translateStream } from '../../trpc/translate-stream.ts'
import type { ViewerContext } from '../conversations/authorize-conversation.ts'
import { realtimeOf } from '../realtime-of.ts'

interface StreamInbox {
  readonly view: InboxView
  readonly limit: number
}

/** The list of a member of staff and what changes in it; a lawyer's has only what they take part in. SERVICE_UNAVAILABLE outside a gateway. */
export function streamInbox(
  { services, viewer, line }: ViewerContext & Pick<RequestContext, 'line'>,
  { view, limit }: StreamInbox,
  signal: AbortSignal | undefined,
): AsyncIterable<TrackedEnvelope<InboxUpdate>> {
  const { live, openFeed } = realtimeOf(services)
  const { userId } = viewer
  const isOwn = !isFrontDesk(viewer.role)
  return openFeed<InboxUpdate>({
    values: (stop) => translateStream(live.inbox.watch({ view, limit, userId, isOwn, signal: stop })),
    placeholder: { kind: 'changes', rows: [], removedIds: [] },
    ...{ line, signal },
  })
}
