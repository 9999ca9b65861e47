interface ReadMarkOptions {
  readonly send: (seq: number) => Promise<void>
  readonly isWorthRepeating: (error: unknown) => boolean
}

interface ReadMark {
  /** Everything up to that event was before the reader's eyes. Lower than before changes nothing. */
  reach(seq: number): void
  /** The reader leaves: what was not told yet is told now. */
  finish(): void
}

/** A quick conversation is read at a glance, not message by message. */
const intervalMs = 1_500
const repeatAfterMs = 5_000

/** Tells how far someone has read: only forward, at once, then at most every 1.5 s, again when it failed in passing. */
export function createReadMark({ send, isWorthRepeating }: ReadMarkOptions): ReadMark {
  let reached = 0
  let asked = 0
  let told = 0
  let isResting = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const tell = async () => {
    isResting = true
    const seq = reached
    asked = seq
    const isDone = await send(seq).then(
      () => true,
      (error: unknown) => !isWorthRepeating(error),
    )
    if (isDone) told = seq
    timer = setTimeout(wakeUp, isDone ? intervalMs : repeatAfterMs)
  }
  const wakeUp = () => {
    clearTimeout(timer)
    isResting = false
    if (reached > told) void tell()
  }
  return {
    reach: (seq) => {
      reached = Math.max(reached, seq)
      if (!isResting) wakeUp()
    },
    finish: () => {
      if (reached > asked) wakeUp()
    },
  }
}
