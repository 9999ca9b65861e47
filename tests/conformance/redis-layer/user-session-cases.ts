import { describe, expect, it } from 'vitest'
import { createSessionStore, type IssuedSession } from '#server/redis/sessions/create-session-store.ts'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'
import {
  entries,
  hourMs,
  indexOf,
  keyOf,
  lawyer,
  listedIds,
  liveIds,
  minuteMs,
  observe,
  storeOf,
  visitor,
} from './session-stage.ts'

/** What the sessions of one user do together, on whatever Redis. */
export function userSessionCases(backend: BackendOf): void {
  const open = () => backend().open(testPrefix())

  describe('the sessions of a user', () => {
    it('are listed with what a person recognises them by, and without tokens', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const [first, second] = [await sessions.create(lawyer), await sessions.create(lawyer)]
      await sessions.create(visitor)
      await sessions.get(first.token)
      const list = await sessions.listByUser(lawyer.userId)
      expect(list.map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted())
      for (const { role, createdAtMs, seenAtMs, idleEndsAtMs, endsAtMs } of list) {
        expect(role).toBe('lawyer')
        expect(seenAtMs).toBeGreaterThanOrEqual(createdAtMs)
        expect(idleEndsAtMs - seenAtMs).toBe(30 * minuteMs)
        expect(endsAtMs - createdAtMs).toBe(12 * hourMs)
      }
      expect(JSON.stringify(list)).not.toContain(first.token)
    })

    it('are listed with where each was opened, which stays through rotation', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const origin = { method: 'link', userAgent: 'Mozilla/5.0 (X11; Linux) ção', address: '203.0.113.7' } as const
      const { token } = await sessions.create({ ...lawyer, origin })
      await sessions.rotate(token)
      expect((await sessions.listByUser(lawyer.userId)).map((session) => session.origin)).toEqual([origin])
      await sessions.create(visitor)
      expect((await sessions.listByUser(visitor.userId)).map((session) => session.origin)).toEqual([null])
    })

    it('end one by one by their ids, by their owner alone', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const [kept, ended] = [await sessions.create(lawyer), await sessions.create(lawyer)]
      expect(await sessions.destroyById(visitor.userId, ended.id)).toBe(false)
      expect(await sessions.destroyById(lawyer.userId, 'invented')).toBe(false)
      expect(await sessions.destroyById(lawyer.userId, ended.id)).toBe(true)
      expect(await sessions.get(ended.token)).toBeNull()
      expect(await sessions.get(kept.token)).not.toBeNull()
    })

    it('all end at once, and no one else’s', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const mine = await Promise.all(Array.from({ length: 5 }, () => sessions.create(lawyer)))
      const other = await sessions.create(visitor)
      expect(await sessions.destroyAllOfUser(lawyer.userId)).toBe(5)
      for (const { token } of mine) expect(await sessions.get(token)).toBeNull()
      expect(await sessions.get(other.token)).not.toBeNull()
      expect(await layer.redis.stateStore.command('EXISTS', indexOf(layer))).toBe(0)
    })

    it('end but for the one that asked', async () => {
      await using layer = open()
      const sessions = storeOf(layer)
      const [kept, other] = [await sessions.create(lawyer), await sessions.create(lawyer)]
      expect(await sessions.destroyAllOfUser(lawyer.userId, { exceptToken: kept.token })).toBe(1)
      expect(await sessions.get(kept.token)).not.toBeNull()
      expect(await sessions.get(other.token)).toBeNull()
    })

    it('leave no dead entries in their index: listing and signing in sweep them', async () => {
      await using layer = open()
      const short = storeOf(layer, { staff: { idleMs: 50, maxMs: hourMs } })
      const sessions = storeOf(layer)
      const kept = await sessions.create(lawyer)
      const dead = await Promise.all(Array.from({ length: 5 }, () => short.create(lawyer)))
      for (const { token } of dead) {
        await expect.poll(() => layer.redis.stateStore.command('EXISTS', keyOf(layer, token))).toBe(0)
      }
      expect(await entries(layer)).toBe(6)
      expect((await sessions.listByUser(lawyer.userId)).map(({ id }) => id)).toEqual([kept.id])
      expect(await entries(layer)).toBe(1)
      const another = await short.create(lawyer)
      await expect.poll(() => layer.redis.stateStore.command('EXISTS', keyOf(layer, another.token))).toBe(0)
      await sessions.create(lawyer)
      expect(await entries(layer)).toBe(2)
    })

    it('are no more than the bound: the one idle for longest ends, and is said to', async () => {
      await using layer = open()
      await using observed = await observe(backend(), layer)
      const sessions = createSessionStore({ store: layer.redis.stateStore, keys: layer.keys, maxPerUser: 3 })
      const opened: IssuedSession[] = []
      for (let count = 0; count < 3; count += 1) opened.push(await sessions.create(lawyer))
      // The oldest has been used since; the next is the one to go. Scores are whole milliseconds.
      await expect
        .poll(async () => {
          await sessions.get(opened[0]?.token ?? '')
          return (await sessions.listByUser(lawyer.userId))[0]?.id
        })
        .toBe(opened[0]?.id)
      await layer.redis.stateStore.command('ZINCRBY', indexOf(layer), -1_000, opened[1]?.id ?? '')
      await sessions.create(lawyer)
      expect(await entries(layer)).toBe(3)
      expect(await sessions.get(opened[0]?.token ?? '')).not.toBeNull()
      expect(await sessions.get(opened[1]?.token ?? '')).toBeNull()
      await expect
        .poll(() => observed.revocations)
        .toEqual([{ kind: 'revoked', reason: 'too_many', sessionIds: [opened[1]?.id] }])
    })

    it('have an index that outlives each of them and none of them', async () => {
      await using layer = open()
      const sessions = storeOf(layer, { staff: { idleMs: hourMs, maxMs: 12 * hourMs } })
      const { token } = await sessions.create(lawyer)
      await storeOf(layer, { staff: { idleMs: minuteMs, maxMs: hourMs } }).create(lawyer)
      const index = Number(await layer.redis.stateStore.command('PEXPIRETIME', indexOf(layer)))
      expect(index).toBe(Number(await layer.redis.stateStore.command('PEXPIRETIME', keyOf(layer, token))))
    })

    it('are live exactly when listed, whatever signing in, rotating and ending them all at once does', async () => {
      const prefix = testPrefix()
      await using here = backend().open(prefix)
      await using there = backend().open(prefix)
      const stores = [storeOf(here), storeOf(there)]
      for (let round = 0; round < 15; round += 1) {
        const tokens: string[] = []
        const before = await storeOf(here).create(lawyer)
        const actions = Array.from({ length: 12 }, async (_, index) => {
          const sessions = stores[index % 2] ?? storeOf(here)
          const { token } = await sessions.create(lawyer)
          const rotated = index % 3 === 0 ? await sessions.rotate(token) : null
          tokens.push(token, rotated?.token ?? token)
          if (index % 4 === 1) await sessions.destroyAllOfUser(lawyer.userId)
          await sessions.get(token)
        })
        await Promise.all(actions)
        expect(await storeOf(there).get(before.token)).toBeNull()
        expect(await liveIds(storeOf(there), tokens)).toEqual(await listedIds(storeOf(here)))
      }
      const late = await storeOf(there).create(lawyer)
      await storeOf(here).destroyAllOfUser(lawyer.userId)
      expect(await storeOf(there).get(late.token)).toBeNull()
    })
  })

  describe('the end of all sessions of a user', () => {
    it('is survived by none, however it is used and rotated meanwhile', async () => {
      const prefix = testPrefix()
      await using here = backend().open(prefix)
      await using there = backend().open(prefix)
      const [mine, other] = [storeOf(here), storeOf(there)]
      for (let round = 0; round < 30; round += 1) {
        const opened = await Promise.all(Array.from({ length: 6 }, () => mine.create(lawyer)))
        const rotations = opened.map(({ token }, index) => (index % 2 ? mine : other).rotate(token))
        const uses = opened.map(({ token }) => other.get(token))
        const [rotated] = await Promise.all([
          Promise.all(rotations),
          ...uses,
          other.destroyAllOfUser(lawyer.userId),
          mine.destroyAllOfUser(lawyer.userId),
        ])
        const tokens = [...opened, ...rotated].flatMap((session) => session?.token ?? [])
        expect(await liveIds(other, tokens)).toEqual([])
        expect(await listedIds(mine)).toEqual([])
      }
    })
  })

  describe('the end of a session', () => {
    it('is announced to everyone who listens, without a token', async () => {
      await using layer = open()
      await using observed = await observe(backend(), layer)
      const sessions = storeOf(layer)
      const first = await sessions.create(lawyer)
      const second = await sessions.rotate(first.token)
      await sessions.destroy(second?.token ?? '')
      const third = await sessions.create(lawyer)
      const fourth = await sessions.create(visitor)
      await sessions.destroy(fourth.token)
      await sessions.destroyAllOfUser(lawyer.userId)
      const fifth = await sessions.create(lawyer)
      await sessions.destroyAllOfUser(lawyer.userId, { reason: 'role_changed' })
      // In a Cluster several nodes publish, and what two of them say has no order.
      await expect.poll(() => observed.revocations).toHaveLength(5)
      expect(observed.revocations).toEqual(
        expect.arrayContaining([
          { kind: 'revoked', reason: 'rotated', sessionIds: [first.id], replacedBy: second?.id },
          { kind: 'revoked', reason: 'signed_out', sessionIds: [second?.id] },
          { kind: 'revoked', reason: 'signed_out', sessionIds: [fourth.id] },
          { kind: 'revoked', reason: 'all_signed_out', sessionIds: [third.id] },
          { kind: 'revoked', reason: 'role_changed', sessionIds: [fifth.id] },
        ]),
      )
    })

    it('is not announced where none ended', async () => {
      await using layer = open()
      await using observed = await observe(backend(), layer)
      const sessions = storeOf(layer)
      const { token } = await sessions.create(lawyer)
      await sessions.destroy(token)
      await sessions.destroy(token)
      await sessions.rotate(token)
      await sessions.destroyAllOfUser(lawyer.userId)
      await sessions.create(lawyer).then((last) => sessions.destroy(last.token))
      await expect.poll(() => observed.revocations).toHaveLength(2)
    })
  })
}
