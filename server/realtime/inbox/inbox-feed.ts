import type { InboxUpdate, InboxView } from '#server/contracts/inbox.ts'

interface WatchInbox {
  readonly userId: string
  readonly view: InboxView
  /** Shows only what the person takes part in: lawyers. */
  readonly isOwn: boolean
  /** Rows beyond it are not sent. */
  readonly limit: number
  readonly signal: AbortSignal | undefined
}

export interface InboxStats {
  readonly readers: number
  readonly panes: number
  /** Comparisons with Postgres, and rows that no signal had told of. */
  readonly repairs: number
  readonly foundRows: number
}

/** The open conversations as staff see them: one state per gateway and view, whoever looks. */
export interface InboxFeed {
  /** A snapshot, then what changed, joined to one update per 200 ms. A snapshot comes again where changes may have been missed. */
  watch(options: WatchInbox): AsyncGenerator<InboxUpdate, void, undefined>
  stats(): InboxStats
  close(): Promise<void>
}
