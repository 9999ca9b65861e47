import type { ChatEvent } from '#server/contracts/events.ts'

interface Written {
  readonly events: readonly ChatEvent[]
  /** What is on its way from this page. */
  readonly outgoing: readonly { readonly body: string }[]
}

/** Whether staff have written the same again since: whoever pressed the button once must not be offered it twice. */
export function isSentAgain(event: ChatEvent, { events, outgoing }: Written): boolean {
  return (
    outgoing.some(({ body }) => body === event.body) ||
    events.some(({ seq, author, body }) => seq > event.seq && author.side === 'staff' && body === event.body)
  )
}
