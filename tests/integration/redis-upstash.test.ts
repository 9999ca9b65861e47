import { describe, expect, it } from 'vitest'
import { freePort } from '#server/dev/ports.ts'
import { createKeys } from '#server/redis/keys.ts'
import { createScripts } from '#server/redis/scripts.ts'
import { createSessionStore } from '#server/redis/sessions/create-session-store.ts'
import { createUpstashStore } from '#server/redis/upstash/create-upstash-store.ts'
import { openRedisLayer, openUpstashLayer } from '#tests/support/redis-layer.ts'
import { testPrefix, testServers } from '#tests/support/servers.ts'
import { startUpstashBridge } from '#tests/support/upstash-bridge.ts'

const token = 'the-token-of-the-bridge'

describe('a boot over Upstash', () => {
  it('succeeds where address and token fit', async () => {
    await using bridge = await startBridge()
    await using layer = openUpstashLayer(bridge)
    await layer.redis.ready()
  })

  it('names the token as the cause when it is wrong, and never shows it', async () => {
    await using bridge = await startBridge()
    await using layer = openUpstashLayer({ url: bridge.url, token: 'not-the-token' })
    const { message } = await failureOf(layer.redis.ready())
    expect(message).toMatch(
      /^Upstash Redis at 127\.0\.0\.1:\d+ cannot be used: WRONGPASS .*check UPSTASH_REDIS_REST_TOKEN/,
    )
    expect(message).not.toContain('not-the-token')
  })

  it('names the address when nobody listens there', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    await using layer = openUpstashLayer({ url, token })
    const { message } = await failureOf(layer.redis.ready())
    expect(message).toMatch(/cannot be used: fetch failed: .*ECONNREFUSED.*does UPSTASH_REDIS_REST_URL name/)
  })

  it('names the address when it does not answer in time, or not in the protocol', async () => {
    await using bridge = await startBridge()
    bridge.pause()
    await using layer = openUpstashLayer(bridge)
    expect((await failureOf(layer.redis.ready({ timeoutMs: 200 }))).message).toContain('No answer within 200 ms')
    await using other = openUpstashLayer({ url: testServers().simulatorUrl, token })
    expect((await failureOf(other.redis.ready())).message).toContain('does UPSTASH_REDIS_REST_URL name')
  })
})

describe('the store over Upstash', () => {
  it('sends scripts of the same moment in one request', async () => {
    await using bridge = await startBridge()
    await using layer = openUpstashLayer(bridge)
    const sessions = createSessionStore({ store: layer.redis.stateStore, keys: layer.keys })
    const { token: session } = await sessions.create({ userId: 'u1', role: 'lawyer' })
    await sessions.get(session)
    const before = bridge.requests()
    expect(await Promise.all(Array.from({ length: 10 }, () => sessions.get(session)))).not.toContain(null)
    expect(bridge.requests() - before).toBe(1)
  })

  it('sends nothing twice, for what was not answered may have been done', async () => {
    await using bridge = await startBridge()
    const store = createUpstashStore({ url: bridge.url, token, scripts: createScripts(), timeoutMs: 200 })
    bridge.hangUp()
    const key = createKeys(testPrefix()).user('1')
    await expect(store.command('INCR', key)).rejects.toThrow('fetch failed')
    await expect(store.run('publish', { keys: [key], args: ['y'] })).rejects.toThrow('fetch failed')
    expect(bridge.requests()).toBe(2)
    await using layer = openRedisLayer()
    expect(await layer.redis.state.get(key)).toBe('1')
    bridge.pause()
    await expect(store.command('INCR', key)).rejects.toThrow('No answer within 200 ms')
    expect(bridge.requests()).toBe(3)
  })

  it('fails while the host is gone, without what was sent and without the token', async () => {
    const bridge = await startBridge()
    await bridge.stop()
    const store = createUpstashStore({ url: bridge.url, token, scripts: createScripts(), timeoutMs: 200 })
    const error = await failureOf(store.command('SET', 'secret-key', 'secret-value'))
    expect(error.message).toContain('ECONNREFUSED')
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/secret|the-token/)
    await bridge[Symbol.asyncDispose]()
  })

  it('does not show a token that cannot be sent', async () => {
    const store = createUpstashStore({
      url: 'http://127.0.0.1:1',
      token: 'in two\nlines',
      scripts: createScripts(),
      timeoutMs: 200,
    })
    expect((await failureOf(store.command('PING'))).message).not.toContain('in two')
  })
})

const startBridge = () => startUpstashBridge(testServers().redisUrl, token)

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('expected an error', { cause: error })
  return error
}
