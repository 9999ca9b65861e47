import { identifyProcess, isSameProcess } from './process-identity.ts'
import { waitUntil } from './wait-until.ts'

/** Waits up to a minute for a process to end. */
export async function waitUntilGone(pid: number): Promise<void> {
  const identity = identifyProcess(pid)
  if (!identity) return
  await waitUntil(() => !isSameProcess(identity), { what: `end of process ${pid}`, timeoutMs: 60_000, everyMs: 100 })
}
