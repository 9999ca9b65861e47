import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { projectRoot } from '#server/dev/project-root.ts'
import { readHealth } from '#server/features/health/read-health.ts'
import { appRouter } from '#server/router.ts'
import { createConnectedServices, createServices, type Services } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'
import { createTestDatabase, testPrefix, testServers } from '#tests/support/servers.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { startUpstashBridge, type UpstashBridge } from '#tests/support/upstash-bridge.ts'

describe('web over the REST protocol of Upstash, without any REDIS_URL', () => {
  it('serves cached answers, signs in and counts limits', async () => {
    await using stage = await openStage()
    const { services, bridge } = stage
    await services.redis.ready()
    const listed = await caller(services).products.list({})
    expect(listed.length).toBeGreaterThan(0)
    expect(await caller(services).products.list({})).toEqual(listed)
    expect(services.cache.stats().get('products')).toMatchObject({ loads: 1, redisHits: 1, localHits: 0 })

    const { token } = await services.sessions.create({ userId: randomUUID(), role: 'visitor' })
    const cookie = `plantao_session=${token}`
    expect(await caller(services, cookie).conversations.mine()).toEqual([])

    expect(await readHealth(services)).toMatchObject({ status: 'ok' })
    expect(bridge.requests()).toBeGreaterThan(0)
  })

  it('announces to those who can listen, and refuses to listen itself', async () => {
    await using stage = await openStage()
    const listening = createConnectedServices(
      testEnv({ REDIS_URL: testServers().redisUrl, REDIS_PREFIX: stage.services.env.REDIS_PREFIX }),
      { name: 'test' },
    )
    onTestFinished(() => listening.close())
    const channel = listening.keys.notificationsChannel('u1')
    const heard: string[] = []
    await listening.pubsub.subscribe(channel, (message) => heard.push(message))
    expect(await stage.services.pubsub.publish(channel, 'a hint')).toBe(true)
    await expect.poll(() => heard).toEqual(['a hint'])
    await expect(stage.services.pubsub.subscribe(channel, () => {})).rejects.toThrow('over HTTP')
  })

  it('serves the catalogue from the database while Upstash is gone, and says so', async () => {
    await using stage = await openStage()
    await stage.bridge.stop()
    expect((await caller(stage.services).products.list({})).length).toBeGreaterThan(0)
    expect(await readHealth(stage.services)).toMatchObject({
      status: 'degraded',
      parts: { redisState: { status: 'down' }, redisCache: { status: 'down' }, database: { status: 'ok' } },
    })
  })
})

describe('a process that needs connections', () => {
  it.each(['gateway', 'worker'])('(the %s) does not start with Upstash alone, and says what to set', async (name) => {
    const child = spawn(process.execPath, [`server/${name}/main.ts`], {
      cwd: projectRoot,
      env: { ...upstashOnly('http://127.0.0.1:1'), PATH: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    expect(code).toBe(1)
    expect(said).toMatch(new RegExp(`REDIS_URL is missing: the ${name} subscribes.*\\n`))
    expect(said).not.toContain('    at ')
  })

  it('starts where Upstash and REDIS_URL are one database, and not where they are two', async () => {
    await using bridge = await startUpstashBridge(testServers().redisUrl)
    const boot = async (redisUrl: string) => {
      const { REDIS_URL, ...upstash } = upstashOnly(bridge.url, bridge.token)
      const env = testEnv({ ...upstash, REDIS_URL: redisUrl, REDIS_PREFIX: testPrefix() })
      const services = createConnectedServices(env, { name: 'test' })
      onTestFinished(() => services.close())
      await services.redis.ready()
    }
    await boot(testServers().redisUrl)
    await expect(boot(testServers().redisCacheUrl)).rejects.toThrow(/lead to two databases.*set REDIS_URL/)
  })
})

async function openStage() {
  const database = await createTestDatabase()
  const bridge = await startUpstashBridge(testServers().redisUrl)
  const env = testEnv({
    ...upstashOnly(bridge.url, bridge.token),
    SUPABASE_URL: await database.startRest(),
    SUPABASE_SERVICE_ROLE_KEY: database.serviceRoleKey,
    REDIS_PREFIX: testPrefix(),
  })
  const services = createServices(env, { name: 'web' })
  return {
    services,
    bridge,
    async [Symbol.asyncDispose]() {
      await services.close()
      await bridge[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

const upstashOnly = (url: UpstashBridge['url'], token = 'a-token') => ({
  ...{ NODE_ENV: 'test' as const, LOG_LEVEL: 'silent', PLANTAO_EMBEDDED: '1', REDIS_URL: '' },
  ...{ UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token },
  AUTH_SECRET: 'the-secret-of-the-tests-of-32-characters',
  ...{ SUPABASE_URL: 'http://127.0.0.1:1', SUPABASE_SERVICE_ROLE_KEY: 'a-service-role-key-of-the-tests' },
  ...{ RESEND_API_KEY: 're_simulator', FIRM_EMAIL: 'a@firm.example', FIRM_FROM: 'A <a@firm.example>' },
})

const caller = (services: Services, cookie?: string) =>
  appRouter.createCaller(
    createContext({ services, request: { headers: { cookie }, socket: { remoteAddress: '2001:db8:99::1' } } }),
  )
