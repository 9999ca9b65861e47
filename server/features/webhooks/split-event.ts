/** One event of a request, before it is stored. */
export interface SplitEvent {
  /** The provider's own name of it, the same at every repetition. */
  readonly providerEventId: string
  readonly kind: string
  readonly event: unknown
  /** false: kept as unknown, and not processed. */
  readonly isKnown: boolean
}

export interface WebhookBody {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
}

/** The events in a genuine request; at least one for any JSON, for what cannot be read is kept, too. */
export type SplitEvents = (request: WebhookBody) => readonly SplitEvent[]
