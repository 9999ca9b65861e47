import type { ConversationState } from './conversation-state.ts'

/** Events that exist but are not here: afterSeq < seq < beforeSeq. */
export interface Hole {
  readonly afterSeq: number
  readonly beforeSeq: number
}

type Known = Pick<ConversationState, 'events' | 'headSeq'>

/** The earliest missing stretch behind the first loaded event; what lies before it is "earlier messages", no hole. */
export function findHole({ events, headSeq }: Known): Hole | undefined {
  let afterSeq = firstSeq(events) - 1
  for (const { seq } of events) {
    if (seq !== afterSeq + 1) return { afterSeq, beforeSeq: seq }
    afterSeq = seq
  }
  return headSeq > afterSeq ? { afterSeq, beforeSeq: headSeq + 1 } : undefined
}

/** The last seq up to which nothing is missing: where a stream resumes. 0 before anything is loaded. */
export function contiguousSeq(known: Known): number {
  return findHole(known)?.afterSeq ?? known.events.at(-1)?.seq ?? 0
}

/** Seqs start at 1 without holes, so the first loaded one tells whether there is more above. */
export const hasEarlierEvents = ({ events }: Known): boolean => firstSeq(events) > 1

const firstSeq = (events: Known['events']): number => events[0]?.seq ?? 1
