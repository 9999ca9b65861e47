import type { InboxView } from '#server/contracts/inbox.ts'
import type { SharedInboxRow } from '#server/contracts/signals.ts'

/** What of the firm's conversations one view shows: the open ones that belong there, the last moved first. */
export interface InboxWindow {
  /** In place of all: the first rows of the view, as Postgres has them; fewer than asked for are all there are. */
  load(rows: readonly SharedInboxRow[], asked: number): void
  /** Rows as they are now, in any order; an older state of a row is passed over. */
  apply(rows: readonly SharedInboxRow[]): void
  /** Conversations that are gone. */
  remove(ids: readonly string[]): void
  /** Rows have left, and those that come after them are not known: it must be loaded again. */
  lacksRows(): boolean
  /** What changed since it was asked last; undefined when nothing did. */
  take(): InboxChange | undefined
  /** As of the last `take`. */
  taken(): readonly SharedInboxRow[]
  knownIds(): IterableIterator<string>
}

export interface InboxChange {
  readonly rows: readonly SharedInboxRow[]
  /** Those of them that were not there before. */
  readonly enteredIds: ReadonlySet<string>
  readonly removedIds: readonly string[]
}

interface InboxWindowOptions {
  readonly view: InboxView
  /** Whose `mine`, and who takes part where `isOwn`. */
  readonly userId: string
  readonly isOwn: boolean
  readonly limit: number
}

export function createInboxWindow({ view, userId, isOwn, limit }: InboxWindowOptions): InboxWindow {
  let known = new Map<string, SharedInboxRow>()
  /** Of what comes after this row nothing is known; undefined when everything is. */
  let horizon: SharedInboxRow | undefined
  let shown: readonly SharedInboxRow[] = []

  const belongs = (row: SharedInboxRow): boolean => isVisible(row) && isInView(row, view, userId) && !isBeyond(row)
  const isVisible = ({ staffIds }: SharedInboxRow): boolean => !isOwn || staffIds.includes(userId)
  const isBeyond = (row: SharedInboxRow): boolean => horizon !== undefined && byLastMoved(row, horizon) > 0
  const sorted = (): SharedInboxRow[] => [...known.values()].sort(byLastMoved)

  /** Twice the limit is kept, so that not every row that leaves asks for a load. */
  function trim(): void {
    if (known.size <= 2 * limit) return
    const kept = sorted().slice(0, 2 * limit)
    horizon = kept.at(-1)
    known = new Map(kept.map((row) => [row.id, row]))
  }

  return {
    load(rows, asked) {
      horizon = rows.length < asked ? undefined : rows.at(-1)
      known = new Map(rows.filter(belongs).map((row) => [row.id, row]))
    },
    apply(rows) {
      for (const row of rows) {
        const before = known.get(row.id)
        if (before && before.revision >= row.revision) continue
        if (belongs(row)) known.set(row.id, row)
        else known.delete(row.id)
      }
      trim()
    },
    remove(ids) {
      for (const id of ids) known.delete(id)
    },
    lacksRows: () => horizon !== undefined && known.size < limit,
    take() {
      const before = new Map(shown.map((row) => [row.id, row.revision]))
      shown = sorted().slice(0, limit)
      const ids = new Set(shown.map(({ id }) => id))
      const rows = shown.filter(({ id, revision }) => before.get(id) !== revision)
      const removedIds = [...before.keys()].filter((id) => !ids.has(id))
      if (rows.length === 0 && removedIds.length === 0) return undefined
      const enteredIds = new Set(rows.map(({ id }) => id).filter((id) => !before.has(id)))
      return { rows, enteredIds, removedIds }
    },
    taken: () => shown,
    knownIds: () => known.keys(),
  }
}

function isInView({ status, assignee }: SharedInboxRow, view: InboxView, userId: string): boolean {
  if (status !== 'open') return false
  if (view === 'all') return true
  return view === 'mine' ? assignee?.id === userId : assignee === null
}

/** As list_inbox orders. Postgres counts microseconds, which a Date does not; the text settles those. */
function byLastMoved(left: SharedInboxRow, right: SharedInboxRow): number {
  const byTime = Date.parse(right.lastEventAt) - Date.parse(left.lastEventAt)
  return byTime || compare(right.lastEventAt, left.lastEventAt) || compare(left.id, right.id)
}

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right))
