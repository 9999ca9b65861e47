import { describe, expect, it } from 'vitest'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'

/** What the store under cache, limits and sessions promises, on whatever Redis. */
export function storeCases(backend: BackendOf): void {
  const open = () => backend().open(testPrefix())

  describe('the store', () => {
    it.each([
      ['plain text', 'plain'],
      ['nothing', ''],
      ['digits', '007'],
      ['what could be a number', '1e3'],
      ['what could be JSON', '{"a":[1,null]}'],
      ['what could be a status', 'OK'],
      ['what could be base64', 'T0s='],
      ['other scripts', 'ação ✓ \u{1f600}'],
      ['200 000 characters', 'x'.repeat(200_000)],
    ])('gives %s back as it was stored', async (_what, text) => {
      await using layer = open()
      const { stateStore } = layer.redis
      await stateStore.command('SET', layer.keys.user('1'), text)
      expect(await stateStore.command('GET', layer.keys.user('1'))).toBe(text)
    })

    it('answers as Redis does: null, numbers, nested lists', async () => {
      await using layer = open()
      const { cacheStore } = layer.redis
      const key = layer.keys.user('1')
      expect(await cacheStore.command('GET', key)).toBeNull()
      expect(await cacheStore.command('HSET', key, 'a', 1, 'b', '02')).toBe(2)
      expect(await cacheStore.command('HMGET', key, 'a', 'b', 'c')).toEqual(['1', '02', null])
      const lua = "return {1, 'two', {3, 'OK', false}, {}}"
      expect(await cacheStore.command('EVAL', lua, 1, key)).toEqual([1, 'two', [3, 'OK', null], []])
    })

    it('takes commands for keys wherever they lie', async () => {
      await using layer = open()
      const { stateStore } = layer.redis
      const ids = Array.from({ length: 40 }, (_, index) => String(index))
      await Promise.all(ids.map((id) => stateStore.command('SET', layer.keys.user(id), id)))
      expect(await Promise.all(ids.map((id) => stateStore.command('GET', layer.keys.user(id))))).toEqual(ids)
    })

    it('rejects with what Redis said, and without what was sent', async () => {
      await using layer = open()
      const key = layer.keys.user('secret-id')
      await layer.redis.stateStore.command('SET', key, 'x')
      const error = await layer.redis.stateStore.command('HGET', key, 'secret-field').catch((reason: unknown) => reason)
      expect(error).toMatchObject({ message: expect.stringContaining('WRONGTYPE') })
      expect(String(error)).not.toContain('secret')
    })

    it('runs scripts also after the server has forgotten them', async () => {
      await using layer = open()
      const { stateStore } = layer.redis
      const run = () =>
        stateStore.run('list-sessions', { keys: [layer.keys.userSessions('o')], args: [layer.keys.sessionPrefix('o')] })
      expect(await run()).toEqual([])
      await stateStore.command('SCRIPT', 'FLUSH')
      expect(await Promise.all([run(), run(), run()])).toEqual([[], [], []])
    })

    it('is inspected', async () => {
      await using layer = open()
      await layer.redis.stateStore.command('SET', layer.keys.user('1'), 'x')
      const { state, cache } = await layer.redis.inspect()
      expect(state).toMatchObject({ isConnected: true, policy: expect.any(String) })
      expect(state.sizeKeys).toBeGreaterThan(0)
      expect(cache.isConnected).toBe(true)
    })
  })
}
