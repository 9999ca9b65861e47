import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { closeSessionsOf } from '#server/auth/close-sessions-of.ts'
import { openSession } from '#server/auth/open-session.ts'
import { newId } from '#server/contracts/ids.ts'
import type { Role } from '#server/contracts/roles.ts'
import { nameOf } from '#server/redis/sessions/session-token.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { openEventStream } from '#tests/support/event-stream.ts'
import { call, openGateway, openRawSocket, type RawSocket } from '#tests/support/open-gateway.ts'
import { givenPerson } from '#tests/support/people.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

/** Nobody asks again within any test: what ends a socket here is the revocation itself. */
const hearsOnly = { recheckMs: 3_600_000 }

const tokenOf = (cookie: string): string => cookie.split('=')[1] ?? ''
const dataFrames = ({ frames }: RawSocket) => frames.filter((text) => text.includes('"type":"data"')).length

async function givenStaff(role: Role): Promise<string> {
  const { sql } = stack.services.db
  if (!sql) throw new Error('the stack has a direct pool')
  return givenPerson(sql, { role })
}

async function setRole(userId: string, role: Role): Promise<void> {
  await stack.services.db.rest.from('profiles').update({ role }).eq('id', userId)
}

/** A signed-in socket that has asked who it is, so that the gateway holds its session. */
async function openAs(port: number, cookie: string): Promise<RawSocket> {
  const raw = await openRawSocket(port, { cookie })
  raw.say(call(1, 'query', 'viewer.me'))
  await expect.poll(() => dataFrames(raw)).toBe(1)
  return raw
}

const isOpen = ({ socket }: RawSocket): boolean => socket.readyState === socket.OPEN

describe('a session that is revoked in another window', () => {
  it('drops each of its own sockets, on whatever gateway, and not those of the person’s other sessions', async () => {
    const userId = await givenStaff('attendant')
    const [revoked, kept] = [
      await stack.signIn({ userId, role: 'attendant' }),
      await stack.signIn({ userId, role: 'attendant' }),
    ]
    await using one = await openGateway(stack.env, hearsOnly)
    await using two = await openGateway(stack.env, hearsOnly)
    using here = await openAs(one.port, revoked)
    using there = await openAs(two.port, revoked)
    using other = await openAs(two.port, kept)
    expect(await stack.services.sessions.destroyById(userId, nameOf(tokenOf(revoked)).id)).toBe(true)
    expect(await Promise.all([here.closed, there.closed])).toEqual([4001, 4001])
    other.say(call(2, 'query', 'viewer.me'))
    await expect.poll(() => dataFrames(other)).toBe(2)
    await expect(stack.caller({ cookie: revoked }).mail.messages({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('cannot be revoked by anyone but its owner, however well its id is known', async () => {
    const [owner, stranger] = [await givenStaff('lawyer'), await givenStaff('lawyer')]
    const cookie = await stack.signIn({ userId: owner, role: 'lawyer' })
    expect(await stack.services.sessions.destroyById(stranger, nameOf(tokenOf(cookie)).id)).toBe(false)
    expect(await stack.services.sessions.get(tokenOf(cookie))).toMatchObject({ userId: owner })
  })

  it('brings its sockets nothing any more, though they were subscribed', async () => {
    const visitor = await startAsVisitor(stack)
    const { id: conversationId } = visitor.conversation
    await using gateway = await openGateway(stack.env, hearsOnly)
    using socket = await openRawSocket(gateway.port, { cookie: visitor.cookie })
    socket.say(call(1, 'subscription', 'messages.stream', { conversationId }))
    await expect.poll(() => dataFrames(socket)).toBe(1)
    const [admin] = (await listStaff(stack.services.db)).filter(({ role }) => role === 'admin')
    const staff = stack.caller({ cookie: await stack.signIn({ userId: admin?.id ?? '', role: 'admin' }) })
    using witness = await openAs(gateway.port, await stack.signIn({ userId: admin?.id ?? '', role: 'admin' }))
    witness.say(call(2, 'subscription', 'messages.stream', { conversationId }))
    await expect.poll(() => dataFrames(witness)).toBe(2)
    await stack.services.sessions.destroy(tokenOf(visitor.cookie))
    expect(await socket.closed).toBe(4001)
    const heard = socket.frames.length
    await staff.messages.send({ conversationId, clientMsgId: newId(), body: 'after the end' })
    await expect.poll(() => witness.frames.join()).toContain('after the end')
    expect(socket.frames).toHaveLength(heard)
  })

  it('ends its event streams, which then are refused to the old cookie', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, hearsOnly)
    const url = `http://127.0.0.1:${gateway.port}/api/chat/stream?conversationId=${visitor.conversation.id}`
    using stream = await openEventStream(url, visitor)
    expect(stream.status).toBe(200)
    await stack.services.sessions.destroy(tokenOf(visitor.cookie))
    await stream.ended
    using again = await openEventStream(url, visitor)
    expect(again.status).toBe(401)
  })
})

describe('a person whose role is changed', () => {
  it('loses every socket and stream at once, and comes back only as who they are now', async () => {
    const userId = await givenStaff('admin')
    const cookies = [await stack.signIn({ userId, role: 'admin' }), await stack.signIn({ userId, role: 'admin' })]
    await using gateway = await openGateway(stack.env, hearsOnly)
    const sockets = await Promise.all(cookies.map((cookie) => openAs(gateway.port, cookie)))
    await setRole(userId, 'attendant')
    expect(await closeSessionsOf(stack.services, userId, 'role_changed')).toBe(2)
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4001, 4001])
    for (const cookie of cookies) {
      const { code } = await refusalOf(stack.caller({ cookie }).mail.messages({}))
      expect(code).toBe('UNAUTHORIZED')
    }
    const cookie = await stack.signIn({ userId, role: 'attendant' })
    expect((await refusalOf(stack.caller({ cookie }).mail.messages({}))).code).toBe('FORBIDDEN')
  })

  it.each([
    { when: 'before the session was made', change: ['role', 'sessions'], after: [] },
    { when: 'while the session was made', change: ['role'], after: ['sessions'] },
    { when: 'between its making and the second look', change: [], after: ['role', 'sessions'] },
    { when: 'after the second look', change: [], after: [] },
  ] as const)('keeps no session of a sign-in that was under way: changed $when', async ({ change, after }) => {
    const userId = await givenStaff('admin')
    const { services } = stack
    const steps = {
      role: () => setRole(userId, 'attendant'),
      sessions: () => closeSessionsOf(services, userId, 'role_changed'),
    }
    const inOrder = async (names: readonly (keyof typeof steps)[]) => {
      for (const name of names) await steps[name]()
    }
    const create: typeof services.sessions.create = async (owner) => {
      await inOrder(change)
      const issued = await services.sessions.create(owner)
      await inOrder(after)
      return issued
    }
    const origin = { method: 'link', userAgent: 'a test', address: '2001:db8::/64' } as const
    const interrupted = { ...services, sessions: { ...services.sessions, create } }
    const issued = await openSession(interrupted, { profile: { id: userId, role: 'admin' }, origin })
    await inOrder(['role', 'sessions'])
    expect(issued === null).toBe(change.length + after.length > 0)
    expect(await services.sessions.get(issued?.token ?? '')).toBeNull()
    expect(await services.sessions.listByUser(userId)).toEqual([])
  })

  it('has nobody else’s sockets closed', async () => {
    const [changed, other] = [await givenStaff('lawyer'), await givenStaff('lawyer')]
    await using gateway = await openGateway(stack.env, hearsOnly)
    using going = await openAs(gateway.port, await stack.signIn({ userId: changed, role: 'lawyer' }))
    using staying = await openAs(gateway.port, await stack.signIn({ userId: other, role: 'lawyer' }))
    await closeSessionsOf(stack.services, changed, 'role_changed')
    expect(await going.closed).toBe(4001)
    expect(isOpen(staying)).toBe(true)
  })
})

describe('what a person clicks', () => {
  const callerAs = async (userId: string, role: Role) => stack.caller({ cookie: await stack.signIn({ userId, role }) })

  it('as an admin who gives another role, or switches somebody off, drops their sockets at once', async () => {
    const admin = await callerAs(await givenStaff('admin'), 'admin')
    const [promoted, dismissed] = [await givenStaff('attendant'), await givenStaff('lawyer')]
    await using gateway = await openGateway(stack.env, hearsOnly)
    using one = await openAs(gateway.port, await stack.signIn({ userId: promoted, role: 'attendant' }))
    using two = await openAs(gateway.port, await stack.signIn({ userId: dismissed, role: 'lawyer' }))
    await admin.staff.changeRole({ id: promoted, role: 'lawyer' })
    await admin.staff.deactivate({ id: dismissed })
    expect(await Promise.all([one.closed, two.closed])).toEqual([4001, 4001])
    expect(await stack.services.sessions.listByUser(promoted)).toEqual([])
    expect(await stack.services.sessions.listByUser(dismissed)).toEqual([])
  })

  it('in another window, on the page of their sessions, drops the sockets of that one alone', async () => {
    const userId = await givenStaff('attendant')
    const [forgotten, here] = [await callerCookie(userId), await callerCookie(userId)]
    await using gateway = await openGateway(stack.env, hearsOnly)
    using elsewhere = await openAs(gateway.port, forgotten)
    using mine = await openAs(gateway.port, here)
    const caller = stack.caller({ cookie: here })
    const [other] = (await caller.account.sessions()).filter(({ isCurrent }) => !isCurrent)
    await caller.account.endSession({ id: other?.id ?? '' })
    expect(await elsewhere.closed).toBe(4001)
    expect(isOpen(mine)).toBe(true)
  })

  const callerCookie = (userId: string) => stack.signIn({ userId, role: 'attendant' })
})

const refusalOf = async (work: Promise<unknown>): Promise<{ readonly code?: unknown }> => {
  const failure = await work.then(
    () => ({ code: 'nothing was refused' }),
    (error: unknown) => error,
  )
  return typeof failure === 'object' && failure !== null ? failure : {}
}
