import { setTimeout as sleep } from 'node:timers/promises'

interface WaitOptions {
  readonly what: string
  readonly timeoutMs: number
  readonly everyMs?: number
}

/** Polls until `check` answers true; a throw counts as "not yet". Throws after `timeoutMs`, with the last failure as its cause. */
export async function waitUntil(check: () => Promise<boolean> | boolean, options: WaitOptions): Promise<void> {
  const deadlineMs = performance.now() + options.timeoutMs
  let cause: unknown
  while (performance.now() < deadlineMs) {
    try {
      if (await check()) return
    } catch (error) {
      cause = error
    }
    await sleep(options.everyMs ?? 25)
  }
  throw new Error(`${options.what} did not happen within ${options.timeoutMs / 1000} s`, { cause })
}
