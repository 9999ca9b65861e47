/** Runs tasks of one name one after the other, over all tabs of the browser. */
export type TakeTurns = (name: string, task: () => Promise<void>) => Promise<void>

/** A tab that the system froze keeps its lock for as long as it sleeps. */
const patienceMs = 15_000

/**
 * By Web Locks: a tab that closes or crashes frees its turn. Turns only save work: each sender goes in the order of
 * writing, waits for each answer, and repeats are stored once, so two at the same time still keep order and send
 * nothing twice. That is why one who waited too long simply goes ahead.
 */
export const createTakeTurns =
  (locks: LockManager | undefined): TakeTurns =>
  async (name, task) => {
    if (!locks) return task()
    let isRunning = false
    const run = () => {
      isRunning = true
      return task()
    }
    try {
      await locks.request(name, { signal: AbortSignal.timeout(patienceMs) }, run)
    } catch (error) {
      if (isRunning) throw error
      await task()
    }
  }
