import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { appRouter } from '#server/router.ts'
import { createContext } from '#server/trpc/context.ts'
import { httpResponseMeta } from '#server/trpc/response-headers.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
let server: Server
let url: string

beforeAll(async () => {
  stack = await createTestStack({ TRUSTED_PROXIES: '1' })
  server = createServer(
    createHTTPHandler({
      router: appRouter,
      createContext: ({ req }) => createContext({ services: stack.services, request: req }),
      responseMeta: httpResponseMeta,
    }),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`
})
afterAll(async () => {
  server.close()
  await stack[Symbol.asyncDispose]()
})

/** A batch of calls in one request, as the stock client sends them. */
function batch(paths: readonly string[], address: string): Promise<Response> {
  const input = Object.fromEntries(paths.map((_, index) => [index, { json: { locale: 'pt-BR' } }]))
  return fetch(`${url}/${paths.join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`, {
    headers: { 'x-forwarded-for': `6.6.6.6, ${address}` },
  })
}

const times = (count: number, path: string): string[] => Array<string>(count).fill(path)

const answers = z.array(
  z.object({
    error: z.object({ json: z.object({ data: z.looseObject({ code: z.string(), details: z.unknown() }) }) }).optional(),
  }),
)

describe('limits over HTTP', () => {
  it('count each member of a batch and refuse exactly those above the limit', async () => {
    const first = await batch(times(90, 'products.list'), '198.51.100.1')
    expect(first.status).toBe(200)
    expect(first.headers.get('X-RateLimit-Limit')).toBe('100')
    expect(first.headers.get('X-RateLimit-Remaining')).toBe('10')
    expect(first.headers.get('RateLimit-Policy')).toBe('"products";q=100;w=60')
    expect(first.headers.get('RateLimit')).toMatch(/^"products";r=10;t=(60|59)$/)
    expect(first.headers.get('Retry-After')).toBeNull()

    const second = await batch(times(15, 'products.list'), '198.51.100.1')
    const codes = answers.parse(await second.json()).map(({ error }) => error?.json.data.code)
    expect(codes.filter((code) => code === undefined)).toHaveLength(10)
    expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(5)
  })

  it('answer a refused call with 429, when to come back and the same in the typed error', async () => {
    await batch(times(100, 'products.list'), '198.51.100.2')
    const refused = await batch(['products.list'], '198.51.100.2')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('X-RateLimit-Remaining')).toBe('0')
    expect(refused.headers.get('RateLimit')).toMatch(/^"products";r=0;t=\d+$/)
    const retryAfter = Number(refused.headers.get('Retry-After'))
    expect(retryAfter).toBeGreaterThan(0)
    expect(retryAfter).toBeLessThanOrEqual(60)
    const [answer] = answers.parse(await refused.json())
    const { limit, retryAfterMs } = details.parse(answer?.error?.json.data.details)
    expect(limit).toMatchObject({ name: 'products', limit: 100, remaining: 0, isAllowed: false })
    expect(Math.ceil(retryAfterMs / 1_000)).toBe(retryAfter)
  })

  it('list every policy that a request met', async () => {
    const mixed = await batch(['products.list', 'agents.list', 'viewer.me'], '198.51.100.3')
    const policies = mixed.headers.get('RateLimit-Policy') ?? ''
    expect(policies).toContain('"products";q=100;w=60')
    expect(policies).toContain('"default";q=60;w=60')
    expect(Number(mixed.headers.get('X-RateLimit-Remaining'))).toBe(59)
  })

  it('count the client that the trusted proxy saw, whatever the client claims', async () => {
    await batch(times(100, 'products.list'), '198.51.100.4')
    const answer = await fetch(`${url}/products.list?input=${encodeURIComponent('{"json":{"locale":"pt-BR"}}')}`, {
      headers: { 'x-forwarded-for': '198.51.100.99, 198.51.100.4:5050' },
    })
    expect(answer.status).toBe(429)
  })
})

const details = z.object({
  limit: z.object({
    name: z.string(),
    isAllowed: z.boolean(),
    limit: z.number(),
    remaining: z.number(),
    windowMs: z.number(),
    resetMs: z.number(),
    retryAfterMs: z.number(),
  }),
  retryAfterMs: z.number(),
})
