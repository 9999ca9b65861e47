import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerRest } from '#server/rest/answer-rest.ts'
import { restRoutes } from '#server/rest/routes.ts'
import { createContext } from '#server/trpc/context.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const callFrom = (remoteAddress: string) => {
  const context = createContext({ services: stack.services, request: { headers: {}, socket: { remoteAddress } } })
  return answerRest({ route: restRoutes.products, context, input: {} })
}

describe('the products limit', () => {
  it('answers 100 calls a minute with counting headers and refuses the 101st with 429', async () => {
    const granted = await Promise.all(Array.from({ length: 100 }, () => callFrom('198.51.100.7')))
    expect(granted.map(({ status }) => status)).toEqual(Array(100).fill(200))
    const remaining = granted.map(({ headers }) => Number(headers['X-RateLimit-Remaining'])).sort((a, b) => a - b)
    expect(remaining).toEqual(Array.from({ length: 100 }, (_, index) => index))

    const refused = await callFrom('198.51.100.7')
    expect(refused.status).toBe(429)
    expect(refused.headers).toMatchObject({
      'X-RateLimit-Limit': '100',
      'X-RateLimit-Remaining': '0',
      'RateLimit-Policy': '"products";q=100;w=60',
    })
    const retryAfter = Number(refused.headers['Retry-After'])
    const [, left, wait] = refused.headers.RateLimit?.match(/^"products";r=(\d+);t=(\d+)$/) ?? []
    expect(left).toBe('0')
    expect(retryAfter).toBeGreaterThanOrEqual(Number(wait))
    expect(retryAfter).toBeGreaterThan(0)
    expect(retryAfter).toBeLessThanOrEqual(60)
    const resetSeconds = Number(refused.headers['X-RateLimit-Reset'])
    expect(resetSeconds).toBeGreaterThanOrEqual(Math.floor(Date.now() / 1_000))
    expect(resetSeconds).toBeLessThanOrEqual(Math.ceil(Date.now() / 1_000) + 60)
    expect(refused.body).toMatchObject({
      error: { code: 'TOO_MANY_REQUESTS', limit: { name: 'products', limit: 100 } },
    })
  })

  it('does not count one client against another', async () => {
    expect((await callFrom('198.51.100.8')).status).toBe(200)
  })
})

describe('the REST answers', () => {
  it('name the field of bad input with 400', async () => {
    const context = createContext({
      services: stack.services,
      request: { headers: {}, socket: { remoteAddress: '198.51.100.9' } },
    })
    const answer = await answerRest({ route: restRoutes.products, context, input: { area: 'penal' } })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ error: { code: 'BAD_REQUEST', fields: [{ path: 'area' }] } })
  })

  it('say 404 for an unknown service', async () => {
    const context = createContext({
      services: stack.services,
      request: { headers: {}, socket: { remoteAddress: '198.51.100.10' } },
    })
    const answer = await answerRest({ route: restRoutes.product, context, input: { slug: 'nada' } })
    expect(answer.status).toBe(404)
  })
})
