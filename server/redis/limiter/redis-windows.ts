import type { RedisClient } from '../create-client.ts'
import type { Scripts } from '../scripts.ts'
import type { Quota, Verdict } from './windows.ts'

interface RedisWindowsOptions {
  readonly redis: RedisClient
  readonly scripts: Scripts
  readonly isCluster: boolean
}

interface Taken extends Verdict {
  /** What was written per quota, to be given back. */
  readonly records: readonly string[]
}

/** The windows that all processes share; rejects when Redis does not answer. */
export function createRedisWindows({ redis, scripts, isCluster }: RedisWindowsOptions) {
  const run = async (quotas: readonly Quota[], mode: 'take' | 'look'): Promise<Taken> => {
    const [isAllowed, ...windows] = await scripts.run(redis, 'take-limits', {
      keys: quotas.map(({ key }) => key),
      args: [mode === 'take' ? 1 : 0, ...quotas.flatMap(({ limit, windowMs }) => [limit, windowMs])],
    })
    return {
      isAllowed: isAllowed === 1,
      windows: windows.map(([used, resetMs, retryAfterMs]) => ({ used, resetMs, retryAfterMs })),
      records: windows.map(([, , , recorded]) => recorded),
    }
  }

  /**
   * In a Cluster the keys of one call lie on several servers. All are looked at first; then taken one by one, and
   * given back should a concurrent call have taken the last one meanwhile. Nobody is ever granted too much.
   */
  async function takeApart(quotas: readonly Quota[]): Promise<Verdict> {
    const looks = await Promise.all(quotas.map((quota) => run([quota], 'look')))
    if (looks.some(({ isAllowed }) => !isAllowed)) return join(looks)
    const takes = await Promise.all(quotas.map((quota) => run([quota], 'take')))
    if (takes.every(({ isAllowed }) => isAllowed)) return join(takes)
    await Promise.all(takes.map(({ records }, index) => giveBack(quotas[index], records[0])))
    return join(looks.map((look, index) => (takes[index]?.isAllowed ? look : (takes[index] ?? look))))
  }

  async function giveBack(quota: Quota | undefined, record: string | undefined): Promise<void> {
    if (quota && record) await redis.lrem(quota.key, -1, record)
  }

  return {
    take: (quotas: readonly Quota[]): Promise<Verdict> =>
      isCluster && quotas.length > 1 ? takeApart(quotas) : run(quotas, 'take'),
  }
}

const join = (verdicts: readonly Verdict[]): Verdict => ({
  isAllowed: verdicts.every(({ isAllowed }) => isAllowed),
  windows: verdicts.flatMap(({ windows }) => windows),
})
