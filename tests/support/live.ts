import type { InboxRow, InboxUpdate, InboxView } from '#server/contracts/inbox.ts'
import type { LiveState } from '#server/contracts/live.ts'
import type { connectClient } from './gateway-process.ts'

type Client = ReturnType<typeof connectClient>['client']

interface Watched<T> extends Disposable {
  /** Everything that came, in order. */
  readonly all: T[]
  readonly last: () => T | undefined
}

/** Collects what a subscription brings until it is disposed. */
export function collect<T>(
  subscribe: (observer: { onData: (value: T) => void; onError: (error: unknown) => void }) => { unsubscribe(): void },
): Watched<T> & { readonly errors: unknown[] } {
  const all: T[] = []
  const errors: unknown[] = []
  const subscription = subscribe({
    onData: (value) => all.push(value),
    onError: (error) => errors.push(error),
  })
  return { all, errors, last: () => all.at(-1), [Symbol.dispose]: () => subscription.unsubscribe() }
}

/** A window that shows a conversation: makes its person present, and sees the others. */
export function openView(client: Client, conversationId: string, viewId?: string) {
  const watched = collect<LiveState>((observer) =>
    client.conversations.live.subscribe({ conversationId, ...(viewId !== undefined && { viewId }) }, observer),
  )
  const memberNow = (userId: string) => watched.last()?.members.find((member) => member.userId === userId)
  return { ...watched, memberNow, presenceOf: (userId: string) => memberNow(userId)?.presence }
}

/** A member's list as a browser keeps it: merged by the greater revision and the greater mark. */
export function openList(client: Client, input: { readonly view: InboxView; readonly limit?: number }) {
  let rows = new Map<string, InboxRow>()
  const watched = collect<InboxUpdate>((observer) =>
    client.inbox.stream.subscribe(input, {
      ...observer,
      onData: ({ data: update }) => {
        observer.onData(update)
        if (update.kind === 'snapshot') rows = new Map()
        else for (const id of update.removedIds) rows.delete(id)
        for (const row of update.rows) rows.set(row.id, mergeRow(rows.get(row.id), row))
      },
    }),
  )
  return {
    ...watched,
    updates: watched.all,
    row: (id: string) => rows.get(id),
    rows: () => [...rows.values()].toSorted((left, right) => right.lastEventAt.localeCompare(left.lastEventAt)),
  }
}

const mergeRow = (before: InboxRow | undefined, row: InboxRow): InboxRow => ({
  ...(before && before.revision > row.revision ? before : row),
  readSeq: Math.max(before?.readSeq ?? 0, row.readSeq),
})

/** Collects what a stream inside this process brings until it is disposed. */
export function collectFrom<T>(open: (signal: AbortSignal) => AsyncIterable<T>): Watched<T> {
  const stop = new AbortController()
  const all: T[] = []
  const failures: unknown[] = []
  const read = async () => {
    for await (const value of open(stop.signal)) all.push(value)
  }
  read().catch((error) => failures.push(error))
  return {
    all,
    last: () => {
      if (failures.length > 0) throw failures[0]
      return all.at(-1)
    },
    [Symbol.dispose]: () => stop.abort(),
  }
}
