import type { InboxRow, InboxUpdate } from '#server/contracts/inbox.ts'

/** Two updates that nobody has read yet, as one. */
export function joinUpdates(earlier: InboxUpdate, later: InboxUpdate): InboxUpdate {
  if (later.kind === 'snapshot') return later
  const removed = new Set(later.removedIds)
  const rows = mergeRows(
    earlier.rows.filter(({ id }) => !removed.has(id)),
    later.rows,
  )
  if (earlier.kind === 'snapshot') return { kind: 'snapshot', rows }
  const present = new Set(rows.map(({ id }) => id))
  const removedIds = [...new Set([...earlier.removedIds, ...later.removedIds])].filter((id) => !present.has(id))
  return { kind: 'changes', rows, removedIds }
}

function mergeRows(earlier: readonly InboxRow[], later: readonly InboxRow[]): InboxRow[] {
  const rows = new Map(earlier.map((row) => [row.id, row]))
  for (const row of later) {
    const before = rows.get(row.id)
    rows.set(row.id, before ? mergeRow(before, row) : row)
  }
  return [...rows.values()]
}

const mergeRow = (left: InboxRow, right: InboxRow): InboxRow => ({
  ...(left.revision > right.revision ? left : right),
  readSeq: Math.max(left.readSeq, right.readSeq),
})
