import type { InboxRow, InboxUpdate } from '#server/contracts/inbox.ts'
import type { SharedInboxRow } from '#server/contracts/signals.ts'
import { createMailbox, type Mailbox } from '../mailbox.ts'
import type { InboxSource } from './inbox-source.ts'
import type { InboxChange } from './inbox-window.ts'
import { joinUpdates } from './join-updates.ts'

/** One open list of one member of staff: the shared rows, and how far this one has read. */
export interface InboxReader {
  readonly userId: string
  readonly mailbox: Mailbox<InboxUpdate>
  /** They have read so far. Told with the next change. */
  noteMark(conversationId: string, seq: number): void
  hasMarks(): boolean
  /** The whole list as it is when its marks have been read; `onPut` runs in that moment. Rejects when they cannot be read. */
  putSnapshot(rows: () => readonly SharedInboxRow[], onPut?: () => void): Promise<void>
  /**
   * @param change what everyone is told
   * @param doubtfulIds rows of which they may have read more than they were told
   */
  putChange(change: SharedChange | undefined, doubtfulIds: readonly string[], rows: RowsById): Promise<void>
}

/** What all readers of a view are told; the same object for each who has read nothing new, so that it is built once. */
export interface SharedChange {
  readonly change: InboxChange
  readonly update: InboxUpdate
}

type RowsById = ReadonlyMap<string, SharedInboxRow>

export const shareChange = (change: InboxChange): SharedChange => ({
  change,
  update: { kind: 'changes', rows: withMarks(change.rows, new Map()), removedIds: [...change.removedIds] },
})

export function createInboxReader(userId: string, source: Pick<InboxSource, 'readMarks'>): InboxReader {
  const mailbox = createMailbox<InboxUpdate>(joinUpdates)
  let marks = new Map<string, number>()

  const noteMark = (id: string, seq: number): void => void marks.set(id, Math.max(seq, marks.get(id) ?? 0))

  async function readMarks(conversationIds: readonly string[]): Promise<void> {
    if (conversationIds.length === 0) return
    for (const [id, seq] of await source.readMarks({ userId, conversationIds })) noteMark(id, seq)
  }

  function takeMarks(): ReadonlyMap<string, number> {
    const taken = marks
    marks = new Map()
    return taken
  }

  return {
    userId,
    mailbox,
    noteMark,
    hasMarks: () => marks.size > 0,
    async putSnapshot(rows, onPut) {
      const asked = new Set<string>()
      // Rows may come in while the marks of the others are read.
      for (let missing = idsOf(rows()); missing.length > 0; missing = idsOf(rows()).filter((id) => !asked.has(id))) {
        for (const id of missing) asked.add(id)
        await readMarks(missing)
      }
      mailbox.put({ kind: 'snapshot', rows: withMarks(rows(), takeMarks()) })
      onPut?.()
    },
    async putChange(shared, doubtfulIds, rows) {
      await readMarks(doubtfulIds)
      const own = takeMarks()
      if (own.size === 0) {
        if (shared) mailbox.put(shared.update)
        return
      }
      const changedRows = shared?.change.rows ?? []
      const changedIds = new Set(idsOf(changedRows))
      const readRows = [...own.keys()].filter((id) => !changedIds.has(id)).flatMap((id) => rows.get(id) ?? [])
      if (!shared && readRows.length === 0) return
      const removedIds = [...(shared?.change.removedIds ?? [])]
      mailbox.put({ kind: 'changes', rows: withMarks([...changedRows, ...readRows], own), removedIds })
    },
  }
}

const idsOf = (rows: readonly SharedInboxRow[]): string[] => rows.map(({ id }) => id)

const withMarks = (rows: readonly SharedInboxRow[], marks: ReadonlyMap<string, number>): InboxRow[] =>
  rows.map(({ staffIds: _staffIds, ...row }) => ({ ...row, readSeq: marks.get(row.id) ?? 0 }))
