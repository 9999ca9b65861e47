/** What a frame of `messages.stream` says of its subscriber's place. */
export type Shown =
  | { readonly kind: 'event' | 'resync'; readonly cursor: string; readonly seq: number }
  | { readonly kind: 'error' }
  | { readonly kind: 'other' }

/** Long enough for the id at the end, and for the kind at the beginning; a crowd cannot parse whole messages. */
const edgeBytes = 200

const idAtTheEnd = /"id":"(e1\.[0-9a-z]+\.(\d+))"\}\}$/

/** Reads a text frame of tRPC's without parsing the message in it. */
export function readFrame(data: Buffer): Shown {
  const head = data.toString('latin1', 0, edgeBytes)
  const [, cursor, seq] = idAtTheEnd.exec(data.toString('latin1', Math.max(0, data.length - edgeBytes))) ?? []
  if (cursor !== undefined) {
    return { kind: head.includes('"kind":"resync"') ? 'resync' : 'event', cursor, seq: Number(seq) }
  }
  return { kind: head.includes('"error":') ? 'error' : 'other' }
}
