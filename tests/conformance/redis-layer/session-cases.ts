import { describe, expect, it } from 'vitest'
import { sessionLives } from '#server/redis/sessions/session-lives.ts'
import { ownerOf } from '#server/redis/sessions/session-token.ts'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'
import { dayMs, hourMs, indexOf, keyOf, lawyer, minuteMs, storeOf, ttlMs, visitor } from './session-stage.ts'

/** What sessions do, on whatever Redis. */
export function sessionCases(backend: BackendOf): void {
  const open = () => backend().open(testPrefix())

  describe('a session', () => {
    it('is shared by every process', async () => {
      const prefix = testPrefix()
      await using here = backend().open(prefix)
      await using there = backend().open(prefix)
      const { token, id, expiresAtMs } = await storeOf(here).create(lawyer)
      expect(await storeOf(there).get(token)).toMatchObject({ ...lawyer, id, endsAtMs: expiresAtMs })
    })

    it('of staff ends after half an hour without a request, and each request moves that on', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const { token } = await sessions.create(lawyer)
      expect(await ttlMs(layer, token)).toBeGreaterThan(29 * minuteMs)
      expect(await ttlMs(layer, token)).toBeLessThanOrEqual(30 * minuteMs)
      for (const use of [sessions.get, sessions.refresh]) {
        await layer.redis.stateStore.command('PEXPIRE', keyOf(layer, token), minuteMs)
        expect(await use(token)).toMatchObject({ idleEndsAtMs: expect.any(Number) })
        expect(await ttlMs(layer, token)).toBeGreaterThan(29 * minuteMs)
      }
    })

    it('of a visitor lasts thirty days without a request', async () => {
      await using layer = open()
      const { token } = await storeOf(layer).create(visitor)
      expect(await ttlMs(layer, token)).toBeGreaterThan(29 * dayMs)
    })

    it('never lives past its absolute end, however much it is used', async () => {
      await using layer = open()
      const sessions = storeOf(layer, { staff: { idleMs: hourMs, maxMs: 5 * minuteMs } })
      const { token, expiresAtMs } = await sessions.create(lawyer)
      const found = await sessions.get(token)
      expect(found).toMatchObject({ endsAtMs: expiresAtMs, idleEndsAtMs: expiresAtMs })
      expect(expiresAtMs).toBe((found?.createdAtMs ?? 0) + 5 * minuteMs)
      expect(await ttlMs(layer, token)).toBeLessThanOrEqual(5 * minuteMs)
    })

    it('is gone when its time has come, and so is every trace of it', async () => {
      await using layer = open()
      const sessions = storeOf(layer, { staff: { idleMs: 50, maxMs: hourMs } })
      const { token } = await sessions.create(lawyer)
      await expect.poll(() => layer.redis.stateStore.command('EXISTS', keyOf(layer, token))).toBe(0)
      expect(await sessions.get(token)).toBeNull()
      expect(await sessions.refresh(token)).toBeNull()
      expect(await sessions.rotate(token)).toBeNull()
      await expect.poll(() => layer.redis.stateStore.command('EXISTS', indexOf(layer))).toBe(0)
    })

    it('ends by its absolute end also when its key still lives', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const { token } = await sessions.create(lawyer)
      await layer.redis.stateStore.command('HSET', keyOf(layer, token), 'endsAtMs', 1_000)
      expect(await sessions.get(token)).toBeNull()
      expect(await sessions.listByUser(lawyer.userId)).toEqual([])
    })

    it('can be made to end earlier and never later, and ends at once for an end that is past', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const { token, expiresAtMs } = await sessions.create(lawyer)
      expect(await sessions.shorten(token, 24 * hourMs)).toMatchObject({ endsAtMs: expiresAtMs })
      const shortened = await sessions.shorten(token, 5 * minuteMs)
      expect(shortened).toMatchObject({ ...lawyer, idleEndsAtMs: shortened?.endsAtMs })
      expect(await sessions.shorten(token, hourMs)).toMatchObject({ endsAtMs: shortened?.endsAtMs })
      expect(await ttlMs(layer, token)).toBeLessThanOrEqual(5 * minuteMs)
      expect(await sessions.shorten(token, 0)).toBeNull()
      expect([await sessions.get(token), await sessions.shorten(token, hourMs)]).toEqual([null, null])
      expect(await sessions.listByUser(lawyer.userId)).toEqual([])
    })

    it('is dead once destroyed, which can be told from never having lived', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const { token } = await sessions.create(lawyer)
      expect(await sessions.destroy(token)).toBe(true)
      expect(await sessions.get(token)).toBeNull()
      expect(await sessions.destroy(token)).toBe(false)
      expect(await sessions.listByUser(lawyer.userId)).toEqual([])
    })

    it('is not found by a token whose owner was changed', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const { token } = await sessions.create(lawyer)
      expect(await sessions.get(ownerOf('another') + token.slice(20))).toBeNull()
    })

    it('of a role that this version does not know signs nobody in', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const { token } = await sessions.create(lawyer)
      await layer.redis.stateStore.command('HSET', keyOf(layer, token), 'role', 'emperor')
      expect(await sessions.get(token)).toBeNull()
    })
  })

  describe('rotation', () => {
    it('gives another token, and the old one is dead', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const first = await sessions.create(lawyer)
      const second = await sessions.rotate(first.token)
      expect(second?.token).not.toBe(first.token)
      expect(await sessions.get(first.token)).toBeNull()
      expect(await sessions.get(second?.token ?? '')).toMatchObject({ ...lawyer, id: second?.id })
      expect((await sessions.listByUser(lawyer.userId)).map(({ id }) => id)).toEqual([second?.id])
    })

    it('cannot prolong a life', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const first = await sessions.create(lawyer)
      const endsAtMs = first.expiresAtMs - hourMs
      await layer.redis.stateStore.command('HSET', keyOf(layer, first.token), 'endsAtMs', endsAtMs)
      expect((await sessions.rotate(first.token))?.expiresAtMs).toBe(endsAtMs)
    })

    it('to another role begins that role’s life', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const first = await sessions.create(visitor)
      const second = await sessions.rotate(first.token, { role: 'admin' })
      const found = await sessions.get(second?.token ?? '')
      expect(found).toMatchObject({ userId: visitor.userId, role: 'admin', endsAtMs: second?.expiresAtMs })
      expect(second?.expiresAtMs).toBe((found?.createdAtMs ?? 0) + sessionLives.staff.maxMs)
      expect(await ttlMs(layer, second?.token ?? '')).toBeLessThanOrEqual(30 * minuteMs)
    })

    it('succeeds for one of many at the same time', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const { token } = await sessions.create(lawyer)
      const rotated = await Promise.all(Array.from({ length: 20 }, () => sessions.rotate(token)))
      expect(rotated.filter((result) => result !== null)).toHaveLength(1)
      expect(await sessions.listByUser(lawyer.userId)).toHaveLength(1)
    })
  })
}
