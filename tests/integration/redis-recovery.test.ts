import { describe, expect, it } from 'vitest'
import { createCircuitBreaker } from '#server/redis/circuit-breaker.ts'
import { cacheOf, readProduct, readUntilLocal, sourceOf } from '#tests/support/cache.ts'
import { openRedisLayerOn } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

/** A circuit by whose clock no pause ever ends: only the connection's return can close it. */
const standingClock = () => 0

describe('after Redis was away', () => {
  it('the circuit closes by the connection being back, without a call and before its pause has ended', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const circuit = createCircuitBreaker({ store: layer.redis.cacheStore, clock: standingClock })
    await server.kill()
    await expect
      .poll(async () => {
        await circuit.command('PING').catch(() => {})
        return circuit.isOpen()
      })
      .toBe(true)
    await server.restart()
    await expect.poll(circuit.isOpen, { timeout: 10_000 }).toBe(false)
    expect(await circuit.command('PING')).toBe('PONG')
  })

  it('the cache stores and serves copies again, although no pause has ended', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const cache = cacheOf(layer, { clock: standingClock })
    const source = sourceOf('value')
    await readUntilLocal(cache, source)
    await server.kill()
    const isOpen = async () => {
      await readProduct(cache, source)
      return (await cache.explain('product', '1')).isCircuitOpen
    }
    await expect.poll(isOpen, { timeout: 10_000 }).toBe(true)
    await server.restart()
    await readUntilLocal(cache, source)
    expect(await cache.explain('product', '1')).toMatchObject({ verdict: 'fresh', isCircuitOpen: false })
    await cache.close()
  })
})
