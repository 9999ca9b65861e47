import { describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { givenPerson } from '#tests/support/people.ts'
import { adapterUser, type StageOf } from './adapter-stage.ts'
import { givenSession, givenUser, newEmail } from './people.ts'

/** What is nobody's id and nobody's address, however odd. */
export const nobody = [
  { name: 'nothing', text: '' },
  { name: 'a word', text: 'unknown' },
  { name: 'an id of nobody', text: newId() },
  { name: 'a number', text: '0' },
  { name: 'SQL', text: "' or true --" },
  { name: 'a path', text: '../../etc' },
  { name: 'much', text: 'x'.repeat(10_000) },
  { name: 'a NUL, which Postgres has no place for', text: 'a\u0000b' },
  { name: 'half a surrogate pair', text: 'a\ud83d' },
]

/** Users, by the contract and beyond it. */
export function userCases(stage: StageOf): void {
  describe('a user', () => {
    it('is found as they were created: by id, and by address in whatever case', async () => {
      const { ask } = stage()
      const email = newEmail()
      const emailVerified = new Date()
      const created = adapterUser.parse(await ask('createUser', { email, emailVerified, name: 'Ana Prado' }))
      expect(created).toMatchObject({ email, emailVerified })
      for (const found of [
        await ask('getUser', created.id),
        await ask('getUserByEmail', email),
        await ask('getUserByEmail', email.toUpperCase()),
      ]) {
        expect(adapterUser.parse(found)).toEqual(created)
        expect(found).toMatchObject({ name: 'Ana Prado' })
      }
    })

    it('can be created with nothing but an address, which is all that a link proves', async () => {
      const { ask } = stage()
      const email = newEmail()
      const created = adapterUser.parse(await ask('createUser', { email, emailVerified: null }))
      expect(created).toMatchObject({ email, emailVerified: null })
      expect(adapterUser.parse(await ask('getUser', created.id))).toEqual(created)
    })

    it('is not created as staff, whatever a provider says of them', async () => {
      const { ask, sql } = stage()
      const asked = { email: newEmail(), emailVerified: null, name: 'Eva', role: 'admin', is_active: true, id: newId() }
      const { id } = adapterUser.parse(await ask('createUser', asked))
      const [row] = await sql`select role from public.profiles where id = ${id}`
      expect(row).toEqual({ role: 'client' })
    })

    it('may have a name of any length and kind at the provider', async () => {
      const { ask } = stage()
      for (const name of ['x'.repeat(10_000), '', ' ', 'a\u0000b', 'José\r\nBcc: x@y.example', null]) {
        const email = newEmail()
        const created = adapterUser.parse(await ask('createUser', { email, emailVerified: null, name }))
        const { length } = String(Reflect.get(Object(await ask('getUser', created.id)), 'name'))
        expect(length).toBeGreaterThan(0)
        expect(length).toBeLessThanOrEqual(120)
      }
    })

    it.each(nobody)('is null where nobody is meant: $name', async ({ text }) => {
      const { ask } = stage()
      expect(await ask('getUser', text)).toBeNull()
      expect(await ask('getUserByEmail', text)).toBeNull()
      expect(await ask('getUserByAccount', { provider: 'google', providerAccountId: text })).toBeNull()
    })

    it('who was switched off is nobody', async () => {
      const { ask, sql } = stage()
      const id = await givenPerson(sql, { role: 'lawyer', isActive: false })
      expect(await ask('getUser', id)).toBeNull()
      expect(await ask('getUserByEmail', `${id}@garcezpalha.example`)).toBeNull()
    })

    it('is changed in what is given and keeps the rest', async () => {
      const { ask } = stage()
      const user = await givenUser(stage())
      const emailVerified = new Date('2026-01-02T03:04:05Z')
      const changed = adapterUser.parse(await ask('updateUser', { id: user.id, emailVerified }))
      expect(changed).toEqual({ ...user, emailVerified })
      await ask('updateUser', { id: user.id, name: 'Ana P. Souza' })
      expect(await ask('getUser', user.id)).toMatchObject({ ...changed, name: 'Ana P. Souza' })
    })

    it('gets no other role by a change', async () => {
      const { ask, sql } = stage()
      const { id } = await givenUser(stage())
      await ask('updateUser', { id, role: 'admin', is_active: false, name: 'Ana' })
      const [row] = await sql`select role, is_active from public.profiles where id = ${id}`
      expect(row).toEqual({ role: 'client', is_active: true })
    })
  })

  describe('a user who is deleted', () => {
    it('is nobody, has no account, and none of their sessions lives', async () => {
      const { ask, services } = stage()
      const [user, other] = [await givenUser(stage()), await givenUser(stage())]
      await ask('linkAccount', { provider: 'google', providerAccountId: user.id, userId: user.id, type: 'oauth' })
      const sessions = [await givenSession(stage(), user.id), await givenSession(stage(), user.id)]
      const kept = await givenSession(stage(), other.id)
      await ask('deleteUser', user.id)
      expect(await ask('getUser', user.id)).toBeNull()
      expect(await ask('getUserByEmail', user.email)).toBeNull()
      expect(await ask('getUserByAccount', { provider: 'google', providerAccountId: user.id })).toBeNull()
      for (const { sessionToken } of sessions) {
        expect(await ask('getSessionAndUser', sessionToken)).toBeNull()
        expect(await services.sessions.get(sessionToken)).toBeNull()
      }
      expect(await services.sessions.listByUser(user.id)).toEqual([])
      expect(await ask('getSessionAndUser', kept.sessionToken)).not.toBeNull()
    })

    it('gets no session any more', async () => {
      const { ask, services } = stage()
      const user = await givenUser(stage())
      await ask('deleteUser', user.id)
      await expect(givenSession(stage(), user.id)).rejects.toThrow()
      expect(await services.sessions.listByUser(user.id)).toEqual([])
    })

    it('takes no conversation along: whoever wrote stays, sessions and all', async () => {
      const { ask, stack, services } = stage()
      const { conversation, caller } = await startAsVisitor(stack)
      const { id } = conversation.visitor
      await expect(ask('deleteUser', id)).rejects.toThrow()
      expect(await ask('getUser', id)).not.toBeNull()
      expect(await services.sessions.listByUser(id)).toHaveLength(1)
      expect(await caller.conversations.byId({ conversationId: conversation.id })).toMatchObject({
        id: conversation.id,
      })
    })

    it.each(nobody)('may be nobody: $name', async ({ text }) => {
      await stage().ask('deleteUser', text)
    })
  })
}
