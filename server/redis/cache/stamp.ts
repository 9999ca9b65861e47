/**
 * A moment in the order of invalidations. `seq` counts them; `epoch` names the life of the hash that holds the count,
 * so that a hash which was evicted or wiped and begun anew fits nothing stored before.
 */
export interface Stamp {
  readonly epoch: string
  readonly seq: number
}

/** The moment of an invalidation, and the last time before it that one of its tags was invalidated (0 = never). */
export interface Invalidation extends Stamp {
  readonly previousSeq: number
}

/** The right to load an entry and to store it, from this moment on until an invalidation. */
export interface Lease extends Stamp {
  readonly token: string
}

export const isSameStamp = (left: Stamp, right: Stamp): boolean => left.epoch === right.epoch && left.seq === right.seq
