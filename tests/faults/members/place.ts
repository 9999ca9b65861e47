import type { Shown } from './read-frame.ts'

/** How far one of many has come, without keeping what it was shown. */
export interface Place {
  /** Where to go on from. */
  readonly cursor: string | undefined
  readonly seq: number
  /** Numbers that never came. */
  readonly skipped: number
  /** Numbers that came again, or too late. */
  readonly repeated: number
  readonly resyncs: number
}

export const start: Place = { cursor: undefined, seq: 0, skipped: 0, repeated: 0, resyncs: 0 }

export function advance(place: Place, { kind, cursor, seq }: Exclude<Shown, { kind: 'error' | 'other' }>): Place {
  if (kind === 'resync') return { ...place, cursor, seq, resyncs: place.resyncs + 1 }
  if (seq <= place.seq) return { ...place, repeated: place.repeated + 1 }
  return { ...place, cursor, seq, skipped: place.skipped + seq - place.seq - 1 }
}
