import type { Cursor } from './cursor.ts'
import type { ResyncReason } from './topic.ts'

/** `ask`: read the head first, this one cannot be judged by what is known. `wait`: its last event is on its way to us. */
export type Start =
  | { readonly kind: 'after'; readonly seq: number }
  | { readonly kind: 'resync'; readonly reason: ResyncReason }
  | { readonly kind: 'ask' }
  | { readonly kind: 'wait' }

interface Joiner {
  readonly cursor: Cursor
  /** The moment it came. */
  readonly since: number
}

interface Known {
  readonly epoch: string
  readonly last: number
  /** The highest number that Postgres named. */
  readonly head: number
  /** When the newest reading of the head began. */
  readonly readAt: number
}

/** Where a subscriber goes on. Another gateway may be ahead of this one, so what looks like the future is asked about. */
export function decideStart({ cursor, since }: Joiner, { epoch, last, head, readAt }: Known): Start {
  if (cursor.kind === 'unreadable') return { kind: 'resync', reason: 'unreadable' }
  const isCurrentHead = readAt > since
  if (cursor.kind === 'position' && cursor.epoch !== epoch)
    return isCurrentHead ? { kind: 'resync', reason: 'epoch' } : { kind: 'ask' }
  if (cursor.seq <= last) return { kind: 'after', seq: cursor.seq }
  if (!isCurrentHead) return { kind: 'ask' }
  return cursor.seq <= head ? { kind: 'wait' } : { kind: 'resync', reason: 'future' }
}
