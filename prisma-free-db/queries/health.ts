import type { Db } from '../client.ts'
import { unwrap } from '../rest.ts'

export interface PingResult {
  readonly ok: boolean
  readonly ms: number
}

/** Whether each way into the database answers, and how fast. Never throws. `direct` is null where it is not set up. */
export async function pingDatabase(db: Db): Promise<{ rest: PingResult; direct: PingResult | null }> {
  const [rest, direct] = await Promise.all([
    timed(async () => unwrap(await db.rest.rpc('ping'))),
    db.sql ? timed(() => db.call('ping', {})) : null,
  ])
  return { rest, direct }
}

async function timed(work: () => Promise<unknown>): Promise<PingResult> {
  const startedMs = performance.now()
  const ok = await work().then(
    () => true,
    () => false,
  )
  return { ok, ms: Math.round((performance.now() - startedMs) * 10) / 10 }
}
