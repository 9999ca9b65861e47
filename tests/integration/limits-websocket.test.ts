import { TRPCClientError } from '@trpc/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { freePort } from '#server/dev/ports.ts'
import { connectClient, startGateway } from '#tests/support/gateway-process.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

describe('limits over a WebSocket', () => {
  it('count every frame and tell in the typed error what headers tell over HTTP', async () => {
    const port = await freePort()
    await using _gateway = await startGateway(stack.env, port)
    await using connection = connectClient(port, '')
    const call = () => connection.client.products.list.query({ locale: 'pt-BR' })
    // As many as one frame may hold, twice: tRPC's client sends what is asked for at the same moment as one batch.
    for (let batch = 0; batch < 2; batch += 1) await Promise.all(Array.from({ length: 50 }, call))
    const error = await call().catch((refusal: unknown) => refusal)
    if (!(error instanceof TRPCClientError)) throw new Error('The 101st call was granted')
    const data = errorData.parse(error.data)
    expect(data.code).toBe('TOO_MANY_REQUESTS')
    expect(data.details.limit).toMatchObject({ name: 'products', isAllowed: false, limit: 100, remaining: 0 })
    expect(data.details.limit.windowMs).toBe(60_000)
    expect(data.details.limit.resetMs).toBeLessThanOrEqual(60_000)
    expect(data.details.retryAfterMs).toBe(data.details.limit.retryAfterMs)
    expect(data.details.retryAfterMs).toBeGreaterThan(0)
    expect(data.details.retryAfterMs).toBeLessThanOrEqual(60_000)
  })
})

const errorData = z.object({
  code: z.string(),
  details: z.object({
    limit: z.looseObject({ windowMs: z.number(), resetMs: z.number(), retryAfterMs: z.number() }),
    retryAfterMs: z.number(),
  }),
})
