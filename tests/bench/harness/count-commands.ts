import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { waitUntil } from '#server/dev/wait-until.ts'

/** Commands that a server was sent while `work` ran, by name. What a script calls inside the server is not counted. */
export async function countCommands(url: string, work: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
  await using admin = connectAdmin(url)
  const counts = new Map<string, number>()
  const marker = randomUUID()
  let isSeen = false
  const monitor = await admin.redis.monitor()
  try {
    monitor.on('monitor', (_time: string, [name = '', text]: string[], source: string) => {
      if (text === marker) isSeen = true
      else if (source !== 'lua') counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1)
    })
    await work()
    await admin.redis.echo(marker)
    await waitUntil(() => isSeen, { what: 'the end of the monitored commands', timeoutMs: 30_000 })
    return counts
  } finally {
    monitor.disconnect()
  }
}

/** What the counted commands sum up to, without those that only keep a connection alive. */
export const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts].filter(([name]) => name !== 'ping').reduce((sum, [, count]) => sum + count, 0)

export interface Admin extends AsyncDisposable {
  readonly redis: Redis
}

/** A plain client for the benchmark's own questions. */
export function connectAdmin(url: string): Admin {
  const redis = new Redis(url)
  redis.on('error', () => undefined)
  return {
    redis,
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  }
}

/** Every command a server executed so far, those inside scripts included. */
export async function readCommandTotal(redis: Redis): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1])
}
