/** Longer than any answer of ours takes; a line that died in silence would keep a call waiting for minutes. */
const timeoutMs = 10_000

/** As `fetch`, with the whole answer due within 10 s. Whoever repeats the call sends the same ids again. */
export function fetchInTime(input: string | URL | Request, options: RequestInit = {}): Promise<Response> {
  const signals = [options.signal ?? undefined, AbortSignal.timeout(timeoutMs)].filter((signal) => signal !== undefined)
  return fetch(input, { ...options, signal: firstOf(signals) })
}

/** `AbortSignal.any` for browsers that lack it (before 2024). */
function firstOf(signals: readonly AbortSignal[]): AbortSignal {
  const aborter = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) aborter.abort(signal.reason)
    signal.addEventListener('abort', () => aborter.abort(signal.reason), { once: true, signal: aborter.signal })
  }
  return aborter.signal
}
