import { describe, expect, it } from 'vitest'
import { AppError } from '#server/errors.ts'
import { createSessionStore } from '#server/redis/sessions/create-session-store.ts'
import { openRedisLayer, openRedisLayerOn, type RedisLayer } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const lawyer = { userId: 'u1', role: 'lawyer' } as const
const visitor = { userId: 'v1', role: 'visitor' } as const

describe('sessions', () => {
  it('are shared by every process', async () => {
    await using layer = openRedisLayer()
    const { token } = await storeOf(layer).create(lawyer)
    expect(await storeOf(layer).get(token)).toMatchObject(lawyer)
  })

  it('have tokens of 256 random bits', async () => {
    await using layer = openRedisLayer()
    const tokens = await Promise.all(
      Array.from({ length: 20 }, async () => (await storeOf(layer).create(visitor)).token),
    )
    expect(new Set(tokens).size).toBe(20)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  it('leave only the hash of the token in Redis', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const { token } = await storeOf(layer).create(lawyer)
    const keys = await layer.redis.state.keys('*')
    expect(keys).toHaveLength(1)
    const contents = await Promise.all(keys.map((key) => layer.redis.state.get(key)))
    expect(keys.join() + contents.join()).not.toContain(token)
    expect(keys[0]).toMatch(/session:[\w-]{43}$/)
  })

  it('of staff end after half an hour without a request, and each request moves that on', async () => {
    await using layer = openRedisLayer()
    const store = storeOf(layer)
    const { token } = await store.create(lawyer)
    expect(await ttlOf(layer)).toBeGreaterThan(29 * minuteMs)
    expect(await ttlOf(layer)).toBeLessThanOrEqual(30 * minuteMs)
    await layer.redis.state.pexpire(await keyOf(layer), minuteMs)
    await store.get(token)
    expect(await ttlOf(layer)).toBeGreaterThan(29 * minuteMs)
  })

  it('of visitors last thirty days without a request', async () => {
    await using layer = openRedisLayer()
    await storeOf(layer).create(visitor)
    expect(await ttlOf(layer)).toBeGreaterThan(29 * dayMs)
  })

  it('of staff end twelve hours after sign-in, however much they are used', async () => {
    await using layer = openRedisLayer()
    const signedInMs = Date.now() - dayMs / 2 + 5 * minuteMs
    const store = storeOf(layer, () => signedInMs)
    const { token, expiresAtMs } = await store.create(lawyer)
    expect(expiresAtMs).toBe(signedInMs + dayMs / 2)
    expect(await store.get(token)).toEqual({ ...lawyer, createdAtMs: signedInMs })
    expect(await ttlOf(layer)).toBeLessThanOrEqual(5 * minuteMs)
  })

  it('cost one command to read', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const store = storeOf(layer)
    const { token } = await store.create(lawyer)
    await store.get(token)
    const before = await calls(layer)
    await store.get(token)
    expect((await calls(layer)) - before).toBe(1)
  })

  it('are gone once destroyed', async () => {
    await using layer = openRedisLayer()
    const store = storeOf(layer)
    const { token } = await store.create(lawyer)
    await store.destroy(token)
    expect(await store.get(token)).toBeNull()
  })

  it.each(['', 'short', 'x'.repeat(43), '../../etc', `${'x'.repeat(42)}:`])('do not exist for %j', async (token) => {
    await using layer = openRedisLayer()
    const store = storeOf(layer)
    expect(await store.get(token)).toBeNull()
    await store.destroy(token)
  })

  it('are briefly unavailable while Redis is down, which is not the same as absent', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const store = storeOf(layer)
    const { token } = await store.create(lawyer)
    await server.kill()
    const failure = await store.get(token).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AppError)
    expect(failure).toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { retryAfterMs: 1_000 } })
    expect(JSON.stringify(failure)).not.toContain('session:')
  })
})

const storeOf = ({ redis, keys, scripts }: RedisLayer, clock = Date.now) =>
  createSessionStore({ redis: redis.state, keys, scripts, clock })

/** The one session under the layer's own prefix. */
async function keyOf(layer: RedisLayer): Promise<string> {
  const [key] = await layer.redis.state.keys(layer.keys.session('*').replace('%2a', '*'))
  return key ?? 'none'
}

const ttlOf = async (layer: RedisLayer): Promise<number> => layer.redis.state.pttl(await keyOf(layer))

/** Scripts that clients sent. The commands inside a script are counted too, but cost no round trip. */
async function calls({ redis }: RedisLayer): Promise<number> {
  const stats = await redis.state.info('commandstats')
  return [...stats.matchAll(/cmdstat_(?:eval|evalsha):calls=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0)
}
