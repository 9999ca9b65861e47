import type { InboxRow, InboxUpdate, InboxView } from '#server/contracts/inbox.ts'

export interface InboxState {
  /** Which conversations `rows` are; undefined until the first snapshot. */
  readonly view: InboxView | undefined
  readonly rows: ReadonlyMap<string, InboxRow>
  /** How far this person has read, as far as any update or this page knows; outlives a change of view. */
  readonly reads: ReadonlyMap<string, number>
}

export type InboxAction =
  | { readonly type: 'updated'; readonly view: InboxView; readonly update: InboxUpdate }
  | { readonly type: 'read'; readonly conversationId: string; readonly seq: number }

export const emptyInbox: InboxState = { view: undefined, rows: new Map(), reads: new Map() }

/** State, merged by maximum: of two rows the greater revision, of two marks the further. */
export function reduceInbox(state: InboxState, action: InboxAction): InboxState {
  switch (action.type) {
    case 'updated':
      return applyUpdate(state, action)
    case 'read': {
      const read = raise(state.reads, [[action.conversationId, action.seq]])
      return read === state.reads ? state : { ...state, reads: read }
    }
  }
}

/** The rows of a view as they stand on the screen, the last moved first; undefined while they are not known. */
export function listRows(state: InboxState, view: InboxView, limit: number): readonly InboxRow[] | undefined {
  const { rows, reads } = state
  if (state.view !== view) return undefined
  const read = [...rows.values()].map((row) => ({ ...row, readSeq: Math.max(row.readSeq, reads.get(row.id) ?? 0) }))
  return read.toSorted(lastMovedFirst).slice(0, limit)
}

export const unreadOf = ({ headSeq, readSeq }: InboxRow): number => Math.max(0, headSeq - readSeq)

function applyUpdate(state: InboxState, { view, update }: Extract<InboxAction, { type: 'updated' }>): InboxState {
  const reads = raise(
    state.reads,
    update.rows.map(({ id, readSeq }) => [id, readSeq]),
  )
  // Changes to a list that is not known say nothing; a snapshot always comes first.
  if (update.kind === 'changes' && view !== state.view) return { ...state, reads }
  const before = new Map(update.kind === 'snapshot' ? [] : state.rows)
  if (update.kind === 'changes') for (const id of update.removedIds) before.delete(id)
  for (const row of update.rows) {
    const known = before.get(row.id)
    if (!known || row.revision >= known.revision) before.set(row.id, row)
  }
  return { view, rows: before, reads }
}

/** The same map when nothing rises. */
function raise(
  reads: ReadonlyMap<string, number>,
  marks: readonly (readonly [string, number])[],
): ReadonlyMap<string, number> {
  const higher = marks.filter(([id, seq]) => seq > (reads.get(id) ?? 0))
  return higher.length === 0 ? reads : new Map([...reads, ...higher])
}

/** Postgres writes all its times alike, finer than a Date could tell apart. */
function lastMovedFirst(a: InboxRow, b: InboxRow): number {
  if (a.lastEventAt !== b.lastEventAt) return a.lastEventAt < b.lastEventAt ? 1 : -1
  return a.id < b.id ? 1 : -1
}
