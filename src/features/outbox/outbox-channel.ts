import { z } from 'zod'
import { chatEvent } from '#server/contracts/events.ts'
import type { ReceivedEvent } from '#src/features/conversation/conversation-state.ts'

/** What tabs tell each other about the messages they share. */
export type OutboxNews = { readonly kind: 'changed' } | { readonly kind: 'stored'; readonly received: ReceivedEvent }

export interface OutboxChannel {
  tell(news: OutboxNews): void
  listen(listener: (news: OutboxNews) => void): void
  close(): void
}

const newsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed') }),
  z.object({
    kind: z.literal('stored'),
    received: z.object({ event: chatEvent, epoch: z.union([z.string(), z.undefined()]) }),
  }),
])

/** Between the tabs of one person; another version's words that cannot be read mean "look again". */
export function createOutboxChannel(viewerId: string): OutboxChannel {
  const channel = new BroadcastChannel(`plantao.outbox.${viewerId}`)
  return {
    tell: (news) => channel.postMessage(news),
    listen: (listener) => {
      channel.onmessage = ({ data }) => listener(newsSchema.safeParse(data).data ?? { kind: 'changed' })
    },
    close: () => channel.close(),
  }
}
