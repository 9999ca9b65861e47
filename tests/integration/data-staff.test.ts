import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import {
  acceptInvitation,
  cancelInvitation,
  changeStaff,
  findInvitation,
  inviteStaff,
  listStaffMembers,
  resendInvitation,
  resetTotp,
} from '#db/queries/staff.ts'
import { beginTotp, confirmTotp, findTotp } from '#db/queries/totp.ts'
import { newId } from '#server/contracts/ids.ts'
import type { StaffRole } from '#server/contracts/staff.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'
import { givenPerson } from '#tests/support/people.ts'

let world: BothWays
let actorId: string
beforeAll(async () => {
  world = await openBothWays()
  actorId = await givenPerson(world.sql, { role: 'admin' })
})
afterAll(() => world[Symbol.asyncDispose]())

const audit = { action: 'staff.invite', actorId: null, ip: null }
const dayMs = 24 * 60 * 60_000

describe.each(ways)('the people of the firm, %s', (way) => {
  const db = () => world.db[way]
  const newAddress = () => `${newId()}@garcezpalha.example`
  const newLink = (lifeMs = dayMs) => ({
    ...{ id: newId(), tokenHash: newId().repeat(2) },
    expiresAt: new Date(Date.now() + lifeMs).toISOString(),
  })

  async function invite(email: string, change: { readonly name?: string; readonly role?: StaffRole } = {}) {
    const link = newLink()
    const invitation = { name: 'Marina Prado', role: 'lawyer' as const, email, ...change }
    const result = await inviteStaff(db(), { id: newId(), actorId, invitation, link, jobs: [], audit })
    return { result, link }
  }
  const find = async (email: string) => (await listStaffMembers(db())).filter((person) => person.email === email)
  const change = (actorId: string, id: string, what: { readonly role?: StaffRole; readonly isActive?: boolean }) =>
    changeStaff(db(), { id, actorId, ...what, jobs: [], audit })
  const givenAdmin = () => givenPerson(world.sql, { role: 'admin' })

  it('has somebody invited who can do nothing yet', async () => {
    const email = newAddress()
    const { link } = await invite(email)
    expect(await find(email)).toMatchObject([
      { status: 'invited', role: 'lawyer', invitationEndsAt: expect.any(String) },
    ])
    expect((await listStaff(db())).map((person) => person.email)).not.toContain(email)
    expect(await findInvitation(db(), link.id)).toMatchObject({ name: 'Marina Prado', email, role: 'lawyer' })
  })

  it('makes one person and one live link of two invitations, the later one counting', async () => {
    const email = newAddress()
    const first = await invite(email)
    const second = await invite(email.toUpperCase(), { name: 'Marina P. Prado', role: 'admin' })
    expect(second.result).toEqual(first.result)
    expect(await find(email)).toMatchObject([{ name: 'Marina P. Prado', role: 'admin' }])
    expect(await findInvitation(db(), first.link.id)).toBeNull()
    expect(await findInvitation(db(), second.link.id)).not.toBeNull()
  })

  it('makes one person and one live link of ten invitations at once', async () => {
    const email = newAddress()
    const all = await Promise.all(Array.from({ length: 10 }, () => invite(email)))
    expect(new Set(all.map(({ result }) => JSON.stringify(result))).size).toBe(1)
    expect(await find(email)).toHaveLength(1)
    const live = await Promise.all(all.map(({ link }) => findInvitation(db(), link.id)))
    expect(live.filter(Boolean)).toHaveLength(1)
  })

  it('invites neither a colleague nor a former one', async () => {
    for (const isActive of [true, false]) {
      const id = await givenPerson(world.sql, { isActive })
      const { result, link } = await invite(`${id}@garcezpalha.example`)
      expect(result).toEqual({ status: isActive ? 'active' : 'inactive' })
      expect(await findInvitation(db(), link.id)).toBeNull()
    }
  })

  it('voids the links before the one that was sent again', async () => {
    const email = newAddress()
    const { result, link } = await invite(email)
    const again = newLink()
    const id = result.status === 'invited' ? result.id : ''
    expect(await resendInvitation(db(), { id, actorId, link: again, jobs: [], audit })).toBe('done')
    expect(await findInvitation(db(), link.id)).toBeNull()
    expect(await findInvitation(db(), again.id)).toMatchObject({ email })
  })

  it('mails nobody whose link is over', async () => {
    const email = newAddress()
    const link = newLink(-1)
    const invitation = { name: 'Marina Prado', role: 'lawyer' as const, email }
    await inviteStaff(db(), { id: newId(), actorId, invitation, link, jobs: [], audit })
    expect(await findInvitation(db(), link.id)).toBeNull()
    expect(await find(email)).toMatchObject([{ status: 'invited', invitationEndsAt: null }])
  })

  it('forgets who is not invited any more, and lets them be invited again', async () => {
    const email = newAddress()
    const { result, link } = await invite(email)
    const id = result.status === 'invited' ? result.id : ''
    expect(await cancelInvitation(db(), { id, actorId, audit })).toBe('done')
    expect(await find(email)).toEqual([])
    expect(await findInvitation(db(), link.id)).toBeNull()
    expect(await acceptInvitation(db(), { email, audit })).toBeNull()
    expect(await cancelInvitation(db(), { id, actorId, audit })).toBe('not_found')
    expect(await resendInvitation(db(), { id, actorId, link: newLink(), jobs: [], audit })).toBe('not_found')
    expect((await invite(email)).result.status).toBe('invited')
  })

  it('has whoever accepts as a colleague, once', async () => {
    const email = newAddress()
    const { link } = await invite(email)
    const accepted = await Promise.all([0, 1, 2].map(() => acceptInvitation(db(), { email, audit })))
    expect(accepted.filter(Boolean)).toMatchObject([{ role: 'lawyer', email }])
    expect(await find(email)).toMatchObject([{ status: 'active', invitedAt: null }])
    expect(await findInvitation(db(), link.id)).toBeNull()
    expect((await invite(email)).result).toEqual({ status: 'active' })
    const id = accepted.find(Boolean)?.id ?? ''
    expect(await cancelInvitation(db(), { id, actorId, audit })).toBe('not_found')
  })

  it('lets nobody who is no admin any more invite, send again or cancel', async () => {
    const email = newAddress()
    const invited = await invite(email)
    const id = invited.result.status === 'invited' ? invited.result.id : ''
    const formers = [
      await givenPerson(world.sql, { role: 'admin', isActive: false }),
      await givenPerson(world.sql, { role: 'lawyer' }),
      newId(),
    ]
    for (const former of formers) {
      const acting = { actorId: former, jobs: [], audit }
      const invitation = { name: 'Outro Admin', role: 'admin' as const, email: newAddress() }
      const order = { id: newId(), invitation, link: newLink(), ...acting }
      expect(await inviteStaff(db(), order)).toEqual({ status: 'forbidden' })
      expect(await find(invitation.email)).toEqual([])
      expect(await resendInvitation(db(), { id, link: newLink(), ...acting })).toBe('forbidden')
      expect(await cancelInvitation(db(), { id, actorId: former, audit })).toBe('forbidden')
    }
    expect(await findInvitation(db(), invited.link.id)).toMatchObject({ email })
  })

  it('invites nobody for an admin whom another switches off at the same moment', async () => {
    const rounds = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const [former, email] = [await givenAdmin(), newAddress()]
        const invitation = { name: 'Outro Admin', role: 'admin' as const, email }
        const order = { id: newId(), invitation, link: newLink(), jobs: [], audit }
        const [answer] = await Promise.all([
          inviteStaff(db(), { ...order, actorId: former }),
          change(actorId, former, { isActive: false }),
        ])
        const again = await inviteStaff(db(), { ...order, id: newId(), link: newLink(), actorId: former })
        return { isInvited: answer.status === 'invited', found: (await find(email)).length, again: again.status }
      }),
    )
    for (const { isInvited, found, again } of rounds) {
      expect([found, again]).toEqual([isInvited ? 1 : 0, 'forbidden'])
    }
  })

  it('takes a second factor off a colleague, once, and nobody else’s', async () => {
    const id = await givenPerson(world.sql, { role: 'lawyer' })
    const reset = (who: string, by = actorId) => resetTotp(db(), { id: who, actorId: by, jobs: [], audit })
    const secret = `v1.${newId()}`
    await beginTotp(db(), id, secret)
    expect(await reset(id)).toBe('none')
    await confirmTotp(db(), { userId: id, secret, step: 1, codeHashes: [newId()], jobs: [], audit: null })
    expect(await reset(id, await givenPerson(world.sql, { role: 'lawyer' }))).toBe('forbidden')
    expect(await reset(actorId)).toBe('self')
    expect(await reset(await givenPerson(world.sql, { role: 'client' }))).toBe('not_found')
    expect(await find(`${id}@garcezpalha.example`)).toMatchObject([{ hasSecondFactor: true }])
    expect([await reset(id), await reset(id)]).toEqual(['done', 'none'])
    expect(await findTotp(db(), id)).toBeNull()
    expect(await find(`${id}@garcezpalha.example`)).toMatchObject([{ hasSecondFactor: false }])
  })

  it('knows nothing of somebody who was erased', async () => {
    const id = await givenPerson(world.sql, { role: 'lawyer', isActive: false })
    await world.sql`
      update public.profiles set erased_at = now(), name = 'Pessoa apagada', email = null where id = ${id}`
    expect((await listStaffMembers(db())).filter((person) => person.id === id)).toEqual([])
    expect(await change(actorId, id, { isActive: true })).toEqual({ status: 'not_found' })
  })

  it('gives another role, switches off and on, and says when nothing changed', async () => {
    const [admin, id] = [await givenAdmin(), await givenPerson(world.sql, { role: 'attendant' })]
    expect(await change(admin, id, { role: 'lawyer' })).toEqual({
      status: 'changed',
      id,
      role: 'lawyer',
      isActive: true,
    })
    expect(await change(admin, id, { role: 'lawyer' })).toMatchObject({ status: 'unchanged' })
    expect(await change(admin, id, { isActive: false })).toMatchObject({ status: 'changed', isActive: false })
    expect(await change(admin, id, { isActive: true })).toMatchObject({ status: 'changed', role: 'lawyer' })
  })

  it('lets nobody but an active admin do so, and nobody to themselves', async () => {
    const [admin, id] = [await givenAdmin(), await givenPerson(world.sql)]
    expect(await change(admin, admin, { isActive: false })).toEqual({ status: 'self' })
    expect(await change(admin, admin, { role: 'lawyer' })).toEqual({ status: 'self' })
    expect(await change(id, admin, { role: 'lawyer' })).toEqual({ status: 'forbidden' })
    const former = await givenPerson(world.sql, { role: 'admin', isActive: false })
    expect(await change(former, id, { role: 'admin' })).toEqual({ status: 'forbidden' })
    const visitor = await givenPerson(world.sql, { role: 'visitor' })
    expect(await change(admin, visitor, { role: 'admin' })).toEqual({ status: 'not_found' })
    const invited = await invite(newAddress())
    const invitedId = invited.result.status === 'invited' ? invited.result.id : ''
    expect(await change(admin, invitedId, { isActive: true })).toEqual({ status: 'invited' })
  })

  it('keeps an active admin when admins switch each other off at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const pair = [await givenAdmin(), await givenAdmin()] as const
      const outcomes = await Promise.all([
        change(pair[0], pair[1], { isActive: false }),
        change(pair[1], pair[0], { isActive: false }),
      ])
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['changed', 'forbidden'])
    }
  })
})
