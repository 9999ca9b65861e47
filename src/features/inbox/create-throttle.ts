/**
 * Calls `run` at once, then at most once per interval while asked again; the last ask is never dropped.
 * A busy firm's hints must not eat the attendant's own limit.
 */
export function createThrottle(run: () => void, intervalMs: number): { ask(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAskedAgain = false
  const open = () => {
    timer = undefined
    if (!isAskedAgain) return
    isAskedAgain = false
    start()
  }
  const start = () => {
    timer = setTimeout(open, intervalMs)
    run()
  }
  return {
    ask: () => {
      if (timer === undefined) start()
      else isAskedAgain = true
    },
    stop: () => {
      clearTimeout(timer)
      timer = undefined
      isAskedAgain = false
    },
  }
}
