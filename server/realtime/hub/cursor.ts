import { parseEventId } from '../../contracts/positions.ts'

/** Where a client says it is. */
export type Cursor =
  | { readonly kind: 'position'; readonly epoch: string; readonly seq: number }
  /** A number of whatever epoch it is now: nothing seen yet, or a browser of the version before this one. */
  | { readonly kind: 'number'; readonly seq: number }
  | { readonly kind: 'unreadable' }

const unreadable: Cursor = { kind: 'unreadable' }

export function parseCursor(text: string | undefined): Cursor {
  if (text === undefined) return { kind: 'number', seq: 0 }
  if (/^\d{1,15}$/.test(text)) return { kind: 'number', seq: Number(text) }
  const position = parseEventId(text)
  return position ? { kind: 'position', ...position } : unreadable
}
