import { describe, expect, it } from 'vitest'
import { AppError } from '#server/errors.ts'
import { createSessionStore } from '#server/redis/sessions/create-session-store.ts'
import { openRedisLayer, openRedisLayerOn, type RedisLayer } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

const lawyer = { userId: 'the-lawyer-of-this-test', role: 'lawyer' } as const

describe('session tokens', () => {
  it('have 256 random bits after the hash of their owner', async () => {
    await using layer = openRedisLayer()
    const sessions = storeOf(layer)
    const tokens = await Promise.all(Array.from({ length: 20 }, async () => (await sessions.create(lawyer)).token))
    const secrets = tokens.map((token) => token.slice(20))
    expect(new Set(secrets).size).toBe(20)
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    for (const token of tokens) expect(token).not.toContain(lawyer.userId)
  })

  it('are in Redis only as hashes, whatever is done with them', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const sessions = storeOf(layer)
    const first = await sessions.create(lawyer)
    const second = await sessions.rotate(first.token)
    await sessions.get(second?.token ?? '')
    const dump = await contents(layer)
    expect(dump).toContain('session:')
    for (const token of [first.token, second?.token ?? '']) {
      expect(dump).not.toContain(token)
      expect(dump).not.toContain(token.slice(20))
    }
  })

  it.each(['', 'short', 'x'.repeat(62), '../../etc', `${'x'.repeat(62)}:`, 'x'.repeat(100_000)])(
    'of no possible shape cost no command',
    async (token) => {
      await using layer = openRedisLayer()
      const unused = { command: refuse, run: refuse, publish: refuse }
      const sessions = createSessionStore({ store: unused, keys: layer.keys })
      expect(await sessions.get(token)).toBeNull()
      expect(await sessions.refresh(token)).toBeNull()
      expect(await sessions.rotate(token)).toBeNull()
      expect(await sessions.destroy(token)).toBe(false)
    },
  )
})

describe('sessions', () => {
  it('cost one command for whatever is done with them', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const sessions = storeOf(layer)
    const warm = await sessions.create(lawyer)
    await sessions.get(warm.token)
    await sessions.rotate(warm.token)
    await sessions.listByUser(lawyer.userId)
    await sessions.destroyAllOfUser(lawyer.userId)
    const { token } = await sessions.create(lawyer)
    const cost = async (work: () => Promise<unknown>) => {
      const before = await roundTrips(layer)
      await work()
      return (await roundTrips(layer)) - before
    }
    expect(await cost(() => sessions.create(lawyer))).toBe(1)
    expect(await cost(() => sessions.get(token))).toBe(1)
    expect(await cost(() => sessions.refresh(token))).toBe(1)
    expect(await cost(() => sessions.listByUser(lawyer.userId))).toBe(1)
    expect(await cost(() => sessions.rotate(token))).toBe(1)
    expect(await cost(() => sessions.destroyAllOfUser(lawyer.userId))).toBe(1)
  })

  it.each(['down', 'frozen'])(
    'are briefly unavailable while Redis is %s, which is not the same as absent',
    async (how) => {
      await using server = await startRedisProcess()
      await using layer = openRedisLayerOn(server)
      const sessions = storeOf(layer)
      const { token } = await sessions.create(lawyer)
      await (how === 'down' ? server.kill() : server.freeze())
      const failure = await sessions.get(token).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(AppError)
      expect(failure).toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { retryAfterMs: 1_000 } })
      expect(JSON.stringify(failure)).not.toContain('session:')
    },
  )
})

const storeOf = ({ redis, keys }: RedisLayer) => createSessionStore({ store: redis.stateStore, keys })

const refuse = () => Promise.reject(new Error('not a command'))

/** Every key with what it holds. */
async function contents({ redis: { state } }: RedisLayer): Promise<string> {
  const keys = await state.keys('*')
  const values = await Promise.all(
    keys.map(async (key) => ((await state.type(key)) === 'hash' ? state.hgetall(key) : state.zrange(key, '0', '-1'))),
  )
  return JSON.stringify([keys, values])
}

/** Scripts that clients sent. The commands inside a script are counted too, but cost no round trip. */
async function roundTrips({ redis }: RedisLayer): Promise<number> {
  const stats = await redis.state.info('commandstats')
  return [...stats.matchAll(/cmdstat_(?:eval|evalsha):calls=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0)
}
