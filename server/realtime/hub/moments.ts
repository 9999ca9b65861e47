/**
 * The order in which this process did things, as numbers: a head that was read from the database says something about an
 * event or a subscriber only if the reading began after it was there.
 */
export interface Moments {
  /** Everything that happened until now has this number or a lower one. */
  now(): number
  /** Begins something that comes after all of that. */
  next(): number
}

export function createMoments(): Moments {
  let moment = 0
  return {
    now: () => moment,
    next: () => {
      moment += 1
      return moment
    },
  }
}
