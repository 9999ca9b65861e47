import { describe, expect, it } from 'vitest'
import { sessionLives } from '#server/redis/sessions/session-lives.ts'
import { nameOf } from '#server/redis/sessions/session-token.ts'
import { givenPerson } from '#tests/support/people.ts'
import { type AdapterStage, adapterSession, hourMs, minuteMs, type StageOf, sessionAndUser } from './adapter-stage.ts'
import { givenSession, givenUser, newSession } from './people.ts'
import { nobody } from './user-cases.ts'

/** Sessions, by the contract and beyond it. */
export function sessionCases(stage: StageOf): void {
  const givenStaff = () => givenPerson(stage().sql, { role: 'lawyer' })

  describe('a session', () => {
    it('is found with its user, under a token that holds the random bits which NextAuth made', async () => {
      const { ask } = stage()
      const user = await givenUser(stage())
      const asked = newSession(user.id)
      const created = adapterSession.parse(await ask('createSession', asked))
      expect(created.userId).toBe(user.id)
      expect(created.sessionToken.endsWith(asked.sessionToken)).toBe(true)
      const found = sessionAndUser.parse(await ask('getSessionAndUser', created.sessionToken))
      expect(found.user).toEqual(user)
      expect(found.session).toMatchObject({ sessionToken: created.sessionToken, userId: user.id })
    })

    it.each(nobody)('is null under what is no token: $name', async ({ text }) => {
      const { ask } = stage()
      expect(await ask('getSessionAndUser', text)).toBeNull()
      expect((await ask('updateSession', { sessionToken: text, expires: new Date() })) ?? null).toBeNull()
      await ask('deleteSession', text)
    })

    it('is not found by the random bits alone, nor by its id, nor under another owner', async () => {
      const { ask } = stage()
      const [user, other] = [await givenUser(stage()), await givenUser(stage())]
      const { sessionToken } = await givenSession(stage(), user.id)
      const { sessionToken: others } = await givenSession(stage(), other.id)
      const foreign = others.slice(0, 20) + sessionToken.slice(20)
      for (const text of [sessionToken.slice(20), nameOf(sessionToken).id, foreign]) {
        expect(await ask('getSessionAndUser', text)).toBeNull()
      }
    })

    it('is one for every reader: the store that sockets and procedures read has it', async () => {
      const { services } = stage()
      const id = await givenStaff()
      const { sessionToken } = await givenSession(stage(), id)
      expect(await services.sessions.get(sessionToken)).toMatchObject({ userId: id, role: 'lawyer' })
      expect((await services.sessions.listByUser(id)).map((listed) => listed.origin?.userAgent)).toEqual(['a browser'])
    })

    it('is in Redis under its hash alone', async () => {
      const { sessionToken } = await givenSession(stage(), await givenStaff())
      const { stateStore } = stage().services.redis
      const { id, owner } = nameOf(sessionToken)
      const stored = JSON.stringify([
        await stateStore.command('HGETALL', stage().services.keys.session(id, owner)),
        await stateStore.command('ZRANGE', stage().services.keys.userSessions(owner), 0, -1),
      ])
      expect(stored).toContain(id)
      expect(stored).not.toContain(sessionToken.slice(20))
    })

    it('is gone once deleted, and the user’s others are not', async () => {
      const { ask } = stage()
      const user = await givenUser(stage())
      const [gone, kept] = [await givenSession(stage(), user.id), await givenSession(stage(), user.id)]
      for (let turn = 0; turn < 2; turn += 1) {
        await ask('deleteSession', gone.sessionToken)
        expect(await ask('getSessionAndUser', gone.sessionToken)).toBeNull()
      }
      expect(await ask('getSessionAndUser', kept.sessionToken)).not.toBeNull()
    })

    it('is not handed to another user by an update', async () => {
      const { ask } = stage()
      const [user, other] = [await givenUser(stage()), await givenUser(stage())]
      const { sessionToken } = await givenSession(stage(), user.id)
      await ask('updateSession', { sessionToken, userId: other.id })
      expect(await ask('getSessionAndUser', sessionToken)).toMatchObject({ user: { id: user.id } })
    })

    it('does not open for nobody, nor for somebody who was switched off', async () => {
      const { services, sql } = stage()
      const off = await givenPerson(sql, { role: 'admin', isActive: false })
      for (const id of [off, ...nobody.map(({ text }) => text)]) {
        await expect(givenSession(stage(), id)).rejects.toThrow()
        expect(await services.sessions.listByUser(id)).toEqual([])
      }
    })

    it('signs nobody in once its user was switched off', async () => {
      const { ask, sql } = stage()
      const id = await givenStaff()
      const { sessionToken } = await givenSession(stage(), id)
      await sql`update public.profiles set is_active = false where id = ${id}`
      expect(await ask('getSessionAndUser', sessionToken)).toBeNull()
    })
  })

  describe('the end of a session', () => {
    it('of staff is half an hour without use, set in Redis, whatever end NextAuth asked for', async () => {
      const { sessionToken } = await givenSession(stage(), await givenStaff())
      const ttlMs = await ttlOf(stage(), sessionToken)
      expect(ttlMs).toBeGreaterThan(29 * minuteMs)
      expect(ttlMs).toBeLessThanOrEqual(sessionLives.staff.idleMs)
    })

    it('is answered as a Date that lies within its longest life', async () => {
      const { ask } = stage()
      const beforeMs = Date.now()
      const created = await givenSession(stage(), await givenStaff())
      const { session } = sessionAndUser.parse(await ask('getSessionAndUser', created.sessionToken))
      for (const { expires } of [created, session]) {
        expect(expires.getTime()).toBeGreaterThan(beforeMs)
        // Redis' clock and this process' may differ by a little.
        expect(expires.getTime()).toBeLessThanOrEqual(Date.now() + 12 * hourMs + minuteMs)
      }
    })

    it('by disuse is really one: the key is gone from Redis, and so is the session', async () => {
      const { ask } = stage()
      const { sessionToken } = await givenSession(stage(), await givenStaff())
      const { stateStore } = stage().services.redis
      await stateStore.command('PEXPIRE', keyOf(stage(), sessionToken), 1)
      await expect.poll(() => stateStore.command('EXISTS', keyOf(stage(), sessionToken))).toBe(0)
      expect(await ask('getSessionAndUser', sessionToken)).toBeNull()
    })

    it('after twelve hours comes however much it is used, and however late an end NextAuth asks for', async () => {
      const { ask, services } = stage()
      const { sessionToken } = await givenSession(stage(), await givenStaff())
      const first = await services.sessions.get(sessionToken)
      const expires = new Date(Date.now() + 365 * 24 * hourMs)
      for (let turn = 0; turn < 5; turn += 1) {
        await ask('updateSession', { sessionToken, expires })
        await ask('getSessionAndUser', sessionToken)
      }
      expect(await services.sessions.get(sessionToken)).toMatchObject({ endsAtMs: first?.endsAtMs })
      await services.redis.stateStore.command('HSET', keyOf(stage(), sessionToken), 'endsAtMs', Date.now() - 60_000)
      expect(await ask('getSessionAndUser', sessionToken)).toBeNull()
      expect((await ask('updateSession', { sessionToken, expires })) ?? null).toBeNull()
    })

    it('comes as early as NextAuth asks for, and no later answer takes it back', async () => {
      const { ask, services } = stage()
      const { sessionToken } = await givenSession(stage(), await givenStaff())
      const expires = new Date(Date.now() + 5 * minuteMs)
      const updated = adapterSession.parse(await ask('updateSession', { sessionToken, expires }))
      // Redis' clock and this process' may differ by a little.
      expect(Math.abs(updated.expires.getTime() - expires.getTime())).toBeLessThan(minuteMs)
      await ask('updateSession', { sessionToken, expires: new Date(Date.now() + hourMs) })
      await ask('updateSession', { sessionToken })
      await ask('getSessionAndUser', sessionToken)
      expect(await services.sessions.get(sessionToken)).toMatchObject({ endsAtMs: updated.expires.getTime() })
      expect(await ttlOf(stage(), sessionToken)).toBeLessThanOrEqual(6 * minuteMs)
      expect(await ask('updateSession', { sessionToken, expires: new Date(Date.now() - 1) })).toBeNull()
      expect(await ask('getSessionAndUser', sessionToken)).toBeNull()
      expect(await services.redis.stateStore.command('EXISTS', keyOf(stage(), sessionToken))).toBe(0)
    })

    it('is moved on by use', async () => {
      const { ask, services } = stage()
      const { sessionToken } = await givenSession(stage(), await givenStaff())
      await services.redis.stateStore.command('PEXPIRE', keyOf(stage(), sessionToken), minuteMs)
      await ask('getSessionAndUser', sessionToken)
      expect(await ttlOf(stage(), sessionToken)).toBeGreaterThan(29 * minuteMs)
    })
  })
}

function keyOf({ services }: AdapterStage, sessionToken: string): string {
  const { id, owner } = nameOf(sessionToken)
  return services.keys.session(id, owner)
}

const ttlOf = async (stage: AdapterStage, sessionToken: string): Promise<number> =>
  Number(await stage.services.redis.stateStore.command('PTTL', keyOf(stage, sessionToken)))
