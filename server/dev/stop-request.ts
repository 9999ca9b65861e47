const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** npm passes Ctrl-C on after the terminal has sent it already: what comes within this time is the same keystroke. */
const sameKeystrokeMs = 1_000

/** Calls once at the first signal; a later second one ends this process at once (the kernel then ends the parts). */
export function onStopRequest(callback: (signal: string) => void): void {
  let askedMs: number | undefined
  for (const signal of signals) {
    process.on(signal, () => {
      if (askedMs === undefined) {
        askedMs = performance.now()
        callback(signal)
      } else if (performance.now() - askedMs > sameKeystrokeMs) {
        process.exit(130)
      }
    })
  }
}
