import type { StreamEvent } from '#server/contracts/events.ts'
import type { Screen } from '../chat/oracle.ts'

export interface Page {
  readonly events: readonly { readonly seq: number; readonly id: string }[]
  readonly hasMore: boolean
}

interface ScreenOptions {
  readonly client: string
  readonly conversationId: string
  /** A page of the conversation before a number, ascending. Tried again by the caller of `show` when it rejects. */
  readonly readPage: (beforeSeq: number) => Promise<Page>
}

/**
 * Shows what a stream delivers as it comes, without any check of its own: the oracle must see what the server and the
 * stock client let through. Only a resync is obeyed: everything is dropped and read anew.
 */
export function createScreen({ client, conversationId, readPage }: ScreenOptions) {
  let shown: { seq: number; id: string }[] = []
  let resyncs = 0
  let rereading: Promise<void> = Promise.resolve()
  let unread = 0
  let cursor: string | undefined

  async function readAnew(headSeq: number, late: typeof shown): Promise<void> {
    const pages: { seq: number; id: string }[] = []
    let before = headSeq + 1
    while (before > 1) {
      const page = await readPage(before).catch(() => undefined)
      if (!page) {
        await new Promise((resolve) => setTimeout(resolve, 500))
        continue
      }
      pages.unshift(...page.events.map(({ seq, id }) => ({ seq, id })))
      before = page.events[0]?.seq ?? 1
    }
    // What came meanwhile stands behind what was read.
    late.unshift(...pages)
    unread -= 1
  }

  return {
    /** The id of the last thing shown: where a new subscription goes on. */
    cursor: () => cursor,
    show(id: string, event: StreamEvent): void {
      cursor = id
      if (event.kind !== 'resync') return void shown.push({ seq: event.seq, id: event.id })
      resyncs += 1
      const fresh: typeof shown = []
      shown = fresh
      unread += 1
      rereading = rereading.then(() => readAnew(event.headSeq, fresh))
    },
    async read(connections: number): Promise<Screen> {
      await rereading
      return { client, conversationId, shown, resyncs, connections }
    },
    /** The number of the last thing shown; 0 while it reads anew. */
    head: () => ({ conversationId, seq: unread > 0 ? 0 : (shown.at(-1)?.seq ?? 0) }),
    /** A client that had shown this before, or claims to by a cursor that is not true. */
    resumeAt(text: string | undefined, before: readonly { readonly seq: number; readonly id: string }[]): void {
      cursor = text
      shown.push(...before)
    },
  }
}

export type ShowingScreen = ReturnType<typeof createScreen>
