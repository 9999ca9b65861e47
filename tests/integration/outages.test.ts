import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startRedis } from '#server/dev/parts/redis.ts'
import { freePort } from '#server/dev/ports.ts'
import { readHealth } from '#server/features/health/read-health.ts'
import { answerRest } from '#server/rest/answer-rest.ts'
import { restRoutes } from '#server/rest/routes.ts'
import { createContext } from '#server/trpc/context.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { testPrefix, testServers } from '#tests/support/servers.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

const askForCatalogue = ({ services }: TestStack) => {
  const context = createContext({ services, request: { headers: {}, socket: { remoteAddress: '198.51.100.1' } } })
  return answerRest({ route: restRoutes.products, context, input: {} })
}

async function ownRedis(role: 'state' | 'cache') {
  const port = await freePort()
  const { directory } = testServers()
  const name = `${role}-${testPrefix().slice(0, -1)}`
  const part = await startRedis({
    name,
    dir: join(directory, name),
    port,
    password: 'of-the-test',
    role,
    logFile: join(directory, `${name}.log`),
  })
  return { ...part, url: `redis://:of-the-test@127.0.0.1:${port}` }
}

describe('while Redis is down', () => {
  it('the catalogue is served, signed-in calls ask to wait, and health names the parts', async () => {
    await using state = await ownRedis('state')
    await using cache = await ownRedis('cache')
    await using stack = await createTestStack({ REDIS_URL: state.url, REDIS_CACHE_URL: cache.url })
    const { cookie } = await startAsVisitor(stack)
    expect(await readHealth(stack.services)).toMatchObject({ status: 'ok' })
    for (const { pid, exited } of [state, cache]) {
      process.kill(pid, 'SIGKILL')
      await exited
    }
    const answer = await askForCatalogue(stack)
    expect(answer.status).toBe(200)
    expect(answer.body).toHaveLength((await stack.caller().products.list({})).length)
    await expect(stack.caller({ cookie }).conversations.mine()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      cause: { details: { retryAfterMs: expect.any(Number) } },
    })
    expect(await readHealth(stack.services)).toMatchObject({
      status: 'degraded',
      parts: { redisState: { status: 'down' }, redisCache: { status: 'down' }, database: { status: 'ok' } },
    })
  })
})

describe('while the database is down', () => {
  it('a call answers 503 with Retry-After, and health says which part', async () => {
    const nowhere = await freePort()
    await using stack = await createTestStack({
      SUPABASE_URL: `http://127.0.0.1:${nowhere}`,
      DATABASE_URL: `postgres://nobody@127.0.0.1:${nowhere}/nothing`,
    })
    const answer = await askForCatalogue(stack)
    expect(answer.status).toBe(503)
    expect(Number(answer.headers['Retry-After'])).toBeGreaterThan(0)
    expect(JSON.stringify(answer.body)).not.toContain(String(nowhere))
    expect(await readHealth(stack.services)).toMatchObject({
      status: 'down',
      parts: { database: { status: 'down' }, directDatabase: { status: 'down' }, redisState: { status: 'ok' } },
    })
  })

  it('what the cache holds is still served', async () => {
    await using warm = await createTestStack()
    const listed = await warm.caller().products.list({})
    const nowhere = await freePort()
    await using cold = await createTestStack({
      SUPABASE_URL: `http://127.0.0.1:${nowhere}`,
      REDIS_PREFIX: warm.env.REDIS_PREFIX,
    })
    expect(await cold.caller().products.list({})).toEqual(listed)
  })
})
