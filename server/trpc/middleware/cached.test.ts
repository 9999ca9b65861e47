import { initTRPC } from '@trpc/server'
import { middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import { describe, expect, it } from 'vitest'

describe('a middleware that answers without next()', () => {
  it('is accepted by tRPC when its result carries the marker (cached.ts rests on this)', async () => {
    const t = initTRPC.create()
    const router = t.router({
      answer: t.procedure
        .use(async () => ({ ok: true as const, data: 'from the middleware', marker: middlewareMarker }))
        .query(() => 'from the resolver'),
    })
    expect(await router.createCaller({}).answer()).toBe('from the middleware')
  })
})
