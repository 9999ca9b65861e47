import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort } from '#server/dev/ports.ts'
import { RedisUnavailableError } from '#server/redis/redis-errors.ts'
import { openLayer, openRedisLayerOn } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'
import { startTlsRedis } from '#tests/support/redis-topologies.ts'
import { testServers } from '#tests/support/servers.ts'

const password = 'correct-horse-battery'

describe('a way in', () => {
  it('is a URL with a password', async () => {
    await using server = await startRedisProcess({ password })
    await using layer = openLayer({ REDIS_URL: `redis://:${password}@127.0.0.1:${server.port}` })
    await layer.redis.ready()
    expect(await layer.redis.state.ping()).toBe('PONG')
  })

  it('is host, port, user and password', async () => {
    await using server = await startRedisProcess({ settings: ['user app on >secret-of-app ~* &* +@all'] })
    await using layer = openLayer({
      REDIS_URL: '',
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: String(server.port),
      REDIS_USERNAME: 'app',
      REDIS_PASSWORD: 'secret-of-app',
    })
    await layer.redis.ready()
    expect(await layer.redis.state.call('ACL', 'WHOAMI')).toBe('app')
  })

  it('is TLS with the authority from a file, for the queue and the subscriber too', async () => {
    await using server = await startTlsRedis()
    await using layer = openLayer({
      REDIS_URL: `rediss://:${server.password}@localhost:${server.port}`,
      REDIS_TLS_CA_FILE: fileWith(server.certificate),
    })
    const queue = layer.redis.createQueueConnection()
    await layer.redis.ready()
    expect(await queue.ping()).toBe('PONG')
    await layer.redis.subscriber.subscribe(layer.keys.outboxChannel())
  })

  it('is one connection per role, each opened once', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await Promise.all([layer.redis.ready(), layer.redis.ready()])
    expect(await connectionNames(server.admin())).toEqual([
      'plantao-test-cache',
      'plantao-test-cache-subscriber',
      'plantao-test-state',
      'plantao-test-subscriber',
    ])
  })

  it('may be used before ready(): the first commands wait for the connection', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    expect(await layer.redis.state.ping()).toBe('PONG')
    expect(await layer.redis.cache.ping()).toBe('PONG')
  })
})

describe('a boot that cannot succeed', () => {
  it('names the password as the cause at once, and never shows it', async () => {
    await using server = await startRedisProcess({ password })
    await using layer = openLayer({ REDIS_URL: `redis://:not-the-password@127.0.0.1:${server.port}` })
    const error = await failureOf(layer.redis.ready())
    expect(error.message).toMatch(
      /^Redis \([\w-]+\) at 127\.0\.0\.1:\d+ cannot be used: WRONGPASS .*check .*REDIS_PASSWORD/,
    )
    expect(error.message + layer.logged()).not.toContain('not-the-password')
  })

  it('names the password when it is missing', async () => {
    await using server = await startRedisProcess({ password })
    await using layer = openRedisLayerOn(server)
    expect((await failureOf(layer.redis.ready())).message).toMatch(/NOAUTH.*check .*REDIS_PASSWORD/)
  })

  it('names the address and the variable when nobody listens', async () => {
    const port = await freePort()
    await using layer = openLayer({ REDIS_URL: '', REDIS_HOST: '127.0.0.1', REDIS_PORT: String(port) })
    const error = await failureOf(layer.redis.ready({ timeoutMs: 300 }))
    expect(error.message).toContain(`127.0.0.1:${port} cannot be used: connect ECONNREFUSED`)
    expect(error.message).toContain('does REDIS_HOST name it')
  })

  it('names the unknown authority of a certificate at once', async () => {
    await using server = await startTlsRedis()
    await using layer = openLayer({ REDIS_URL: `rediss://:${server.password}@127.0.0.1:${server.port}` })
    expect((await failureOf(layer.redis.ready())).message).toContain('set REDIS_TLS_CA_FILE')
  })

  it('asks about TLS when a server does not speak it', async () => {
    await using server = await startRedisProcess()
    await using layer = openLayer({ REDIS_URL: `rediss://127.0.0.1:${server.port}` })
    expect((await failureOf(layer.redis.ready({ timeoutMs: 300 }))).message).toContain('does it speak TLS?')
  })

  it('becomes a good boot when the server comes up in time', async () => {
    const port = await freePort()
    await using layer = openLayer({ REDIS_URL: `redis://127.0.0.1:${port}` })
    const ready = layer.redis.ready()
    await expect.poll(() => layer.logged()).toContain('ECONNREFUSED')
    await using _server = await startRedisProcess({ port })
    await ready
    expect(await layer.redis.state.ping()).toBe('PONG')
  })
})

describe('a server that goes away', () => {
  it('fails commands at once while it is down and serves them when it is back', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await server.kill()
    await expect.poll(() => layer.redis.state.status).not.toBe('ready')
    await expect(layer.redis.state.ping()).rejects.toThrow(
      "Stream isn't writeable and enableOfflineQueue options is false",
    )
    await server.restart()
    await expect.poll(() => layer.redis.state.ping().catch(() => 'down'), { timeout: 10_000 }).toBe('PONG')
  })

  it('fails commands by their timeout while it is frozen and serves them when it moves again', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    server.freeze()
    await expect(layer.redis.cache.ping()).rejects.toThrow('Command timed out')
    await expect(layer.redis.state.ping()).rejects.toThrow('Command timed out')
    server.thaw()
    await expect.poll(() => layer.redis.state.ping().catch(() => 'frozen')).toBe('PONG')
  })

  it('is left for a new connection when it has been silent for too long', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const before = await layer.redis.state.client('ID')
    server.freeze()
    const left = new Promise((resolve) => layer.redis.state.once('close', resolve))
    await expect(layer.redis.state.ping()).rejects.toThrow('Command timed out')
    await left
    server.thaw()
    await expect.poll(() => layer.redis.state.client('ID').catch(() => before), { timeout: 10_000 }).not.toBe(before)
  })

  it('is left for a new connection when it has become a replica (READONLY)', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const admin = server.admin()
    const before = await layer.redis.state.client('ID')
    await admin.replicaof('127.0.0.1', 1)
    await expect(layer.redis.state.set(layer.keys.user('1'), 'x')).rejects.toThrow('READONLY')
    await expect.poll(() => layer.redis.state.client('ID').catch(() => before)).not.toBe(before)
    await admin.replicaof('NO', 'ONE')
    await expect.poll(() => layer.redis.state.set(layer.keys.user('1'), 'x').catch(() => 'no')).toBe('OK')
  })

  it('makes the commands of a queue connection wait, not fail', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const queue = layer.redis.createQueueConnection()
    await layer.redis.ready()
    await server.kill()
    await expect.poll(() => queue.status).not.toBe('ready')
    const answer = queue.ping()
    await server.restart()
    expect(await answer).toBe('PONG')
  })

  it('is reported once, however often the connection is tried, and once when it is back', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await server.kill()
    await expect.poll(() => layer.logged()).toContain('ECONNREFUSED')
    await server.restart()
    await expect.poll(() => layer.redis.state.status, { timeout: 10_000 }).toBe('ready')
    const lines = layer
      .logged()
      .split('\n')
      .filter((line) => line.includes('"redis":"state"'))
    expect(lines.filter((line) => line.includes('ECONNREFUSED'))).toHaveLength(1)
    expect(lines.filter((line) => line.includes('"level":30'))).toHaveLength(1)
  })
})

describe('the eviction policy', () => {
  it('is warned about when the state server may evict', async () => {
    await using server = await startRedisProcess({ settings: ['maxmemory 50mb', 'maxmemory-policy allkeys-lru'] })
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    expect(layer.logged()).toContain('set maxmemory-policy to noeviction')
    expect(layer.logged()).toContain('REDIS_CACHE_URL')
  })

  it('is warned about when a full cache server would refuse writes', async () => {
    await using server = await startRedisProcess({ settings: ['maxmemory 50mb', 'maxmemory-policy noeviction'] })
    await using layer = openLayer({
      REDIS_URL: testServers().redisUrl,
      REDIS_CACHE_URL: `redis://127.0.0.1:${server.port}`,
    })
    await layer.redis.ready()
    expect(layer.logged()).toContain('set maxmemory-policy to allkeys-lfu')
  })

  it('is fine as the embedded servers have it', async () => {
    const { redisUrl, redisCacheUrl } = testServers()
    await using layer = openLayer({ REDIS_URL: redisUrl, REDIS_CACHE_URL: redisCacheUrl })
    await layer.redis.ready()
    expect(layer.logged()).not.toContain('maxmemory-policy')
  })
})

async function failureOf(work: Promise<unknown>): Promise<RedisUnavailableError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof RedisUnavailableError)) throw new Error('expected a RedisUnavailableError', { cause: error })
  return error
}

async function connectionNames(admin: { client(subcommand: 'LIST'): Promise<unknown> }): Promise<string[]> {
  const list = String(await admin.client('LIST'))
  return [...list.matchAll(/ name=(plantao-\S+)/g)].map(([, name]) => String(name)).sort()
}

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(testServers().directory, 'ca-')), 'ca.crt')
  writeFileSync(file, text)
  return file
}
