/** Tells many short-lived listeners that the process stops; an AbortSignal's own listeners cost each job far more. */
export interface StopSignal {
  readonly hasStopped: boolean
  /** Calls the listener at the stop, at once where that was before. Answers how to be left alone again. */
  onStop(listener: () => void): () => void
}

export function createStop(): StopSignal & { stop(): void } {
  const listeners = new Set<() => void>()
  let hasStopped = false
  return {
    get hasStopped() {
      return hasStopped
    },
    onStop: (listener) => {
      if (hasStopped) listener()
      else listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop: () => {
      hasStopped = true
      for (const listener of listeners) listener()
      listeners.clear()
    },
  }
}
