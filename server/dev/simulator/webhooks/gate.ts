export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** Runs at most `limit` pieces of work at once, the others in the order of their coming. */
export function createGate(limit: number): Gate {
  const queue: (() => void)[] = []
  let free = limit
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else free += 1
    }
  }
}
