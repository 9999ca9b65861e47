import type { InboxRow, InboxView } from '#server/contracts/inbox.ts'
import type { SharedInboxRow } from '#server/contracts/signals.ts'

interface ListOptions {
  readonly userId: string
  readonly view: InboxView
  readonly limit: number
  readonly isOwn: boolean
}

/** The firm's conversations in Postgres: the truth that every signal is only a hint of. */
export interface InboxSource {
  list(options: ListOptions): Promise<(SharedInboxRow & Pick<InboxRow, 'readSeq'>)[]>
  /** Whatever their status; those that do not exist are left out. */
  readRows(ids: readonly string[]): Promise<SharedInboxRow[]>
  /** Revisions of the open ones, the last moved first. */
  readHeads(options: { readonly limit: number }): Promise<{ epoch: string; heads: ReadonlyMap<string, number> }>
  readMarks(options: {
    readonly userId: string
    readonly conversationIds: readonly string[]
  }): Promise<ReadonlyMap<string, number>>
}
