/** What the limits of one call said, wherever they are counted. Times are microseconds from now. */
export interface Verdict {
  readonly isAllowed: boolean
  /** One per limit, in the call's order. */
  readonly standings: readonly Standing[]
  /** Counted by this process alone. */
  readonly isLocal: boolean
}

export interface Standing {
  /** Calls left, after this one if it was granted. */
  readonly remaining: number
  /** Until everything is free again. */
  readonly resetUs: number
  /** Until the same call can be granted; 0 = this limit would grant it, or did. */
  readonly retryUs: number
  /** By which a granted call can be given back. */
  readonly receipt: number
}
