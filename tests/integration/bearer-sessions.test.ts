import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { appRouter } from '#server/router.ts'
import { createContext } from '#server/trpc/context.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { openEventStream } from '#tests/support/event-stream.ts'
import { call, openGateway, openRawSocket, type RawSocket } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

type Headers = Readonly<Partial<Record<'cookie' | 'authorization', string>>>

let lastAddress = 0

/** A call over HTTP with these headers, from an address of its own. */
function callerWith(headers: Headers, onCookie: (cookie: string) => void = () => undefined) {
  lastAddress += 1
  const request = { headers, socket: { remoteAddress: `2001:db8:b:${lastAddress.toString(16)}::1` } }
  return appRouter.createCaller(createContext({ services: stack.services, request, setCookie: onCookie }))
}

const bearer = (token: string | undefined) => `Bearer ${token}`

/** A conversation begun in a frame, as the widget begins one. */
async function startInFrame(headers: Headers = {}) {
  const cookies: string[] = []
  const caller = callerWith(headers, (cookie) => cookies.push(cookie))
  const started = await caller.conversations.start({ ...newConversation(), keepSessionIn: 'frame' })
  return { ...started, cookies }
}

describe('a conversation that begins in a frame', () => {
  it('answers the session to the frame and gives the browser no cookie', async () => {
    const { conversation, sessionToken, cookies } = await startInFrame()
    expect(cookies).toEqual([])
    const me = await callerWith({ authorization: bearer(sessionToken) }).viewer.me()
    expect(me).toMatchObject({ id: conversation.visitor.id, role: 'visitor' })
  })

  it('is nobody else’s, whoever has the site open in the same browser', async () => {
    const other = await startAsVisitor(stack)
    const { conversation, sessionToken } = await startInFrame({ cookie: other.cookie })
    expect(conversation.visitor.id).not.toBe(other.conversation.visitor.id)
    expect(sessionToken).toBeDefined()
    const [colleague] = await listStaff(stack.services.db)
    const cookie = await stack.signIn({ userId: colleague?.id ?? '', role: 'attendant' })
    expect((await startInFrame({ cookie })).sessionToken).toBeDefined()
  })

  it('is followed by others of the same visitor, without another token', async () => {
    const first = await startInFrame()
    const second = await startInFrame({ authorization: bearer(first.sessionToken) })
    expect(second.conversation.visitor.id).toBe(first.conversation.visitor.id)
    expect(second.sessionToken).toBeUndefined()
  })

  it('answers no token where the session is kept in a cookie', async () => {
    const started = await stack.caller().conversations.start(newConversation())
    expect(started).not.toHaveProperty('sessionToken')
  })
})

describe('over HTTP', () => {
  it('a bearer token counts and the cookie beside it does not, even where the token is nobody’s', async () => {
    const [visitor, frame] = [await startAsVisitor(stack), await startInFrame()]
    const meWith = async (authorization: string) =>
      (await callerWith({ cookie: visitor.cookie, authorization }).viewer.me())?.id
    expect(await meWith(bearer(frame.sessionToken))).toBe(frame.conversation.visitor.id)
    for (const authorization of ['Bearer', 'Bearer ', 'bearer x', bearer('A'.repeat(63))]) {
      expect(await meWith(authorization), authorization).toBeUndefined()
    }
  })
})

const params = (data: unknown) => ({ method: 'connectionParams', data })
const me = (id: number) => call(id, 'query', 'viewer.me')

/** What `viewer.me` answered on a socket. */
async function whoIs(raw: RawSocket, id: number): Promise<unknown> {
  raw.say(me(id))
  const answered = () => raw.frames.map((text) => JSON.parse(text)).find((frame) => frame.id === id)
  await expect.poll(answered).toBeDefined()
  return answered().result.data.json?.id ?? null
}

describe('over a WebSocket', () => {
  const path = '/trpc?connectionParams=1'

  it('the first frame says who it is, and the cookie of the handshake counts for nothing', async () => {
    const [visitor, frame] = [await startAsVisitor(stack), await startInFrame()]
    await using gateway = await openGateway(stack.env)
    using raw = await openRawSocket(gateway.port, { cookie: visitor.cookie, path })
    raw.say(params({ authorization: bearer(frame.sessionToken) }))
    expect(await whoIs(raw, 1)).toBe(frame.conversation.visitor.id)
    raw.say(call(2, 'subscription', 'messages.stream', { conversationId: frame.conversation.id }))
    await expect.poll(() => raw.frames.filter((text) => text.includes('"seq":1')).length).toBe(1)
    raw.say(call(3, 'query', 'conversations.byId', { conversationId: visitor.conversation.id }))
    await expect.poll(() => raw.frames.at(-1)).toContain('"FORBIDDEN"')
  })

  it.each([[null], [{}], [{ authorization: '' }], [{ authorization: 'Bearer' }], [{ authorization: 'Basic eDp5' }]])(
    'who says %j is a stranger, cookie or not',
    async (data) => {
      const visitor = await startAsVisitor(stack)
      await using gateway = await openGateway(stack.env)
      using raw = await openRawSocket(gateway.port, { cookie: visitor.cookie, path })
      raw.say(params(data))
      expect(await whoIs(raw, 1)).toBeNull()
    },
  )

  it('nobody names themselves twice, nor beside a cookie', async () => {
    const [visitor, one, two] = [await startAsVisitor(stack), await startInFrame(), await startInFrame()]
    await using gateway = await openGateway(stack.env)
    using nameless = await openRawSocket(gateway.port, { path })
    nameless.say(params(null), params({ authorization: bearer(one.sessionToken) }))
    expect(await whoIs(nameless, 4)).toBeNull()
    using named = await openRawSocket(gateway.port, { path })
    named.say(params({ authorization: bearer(one.sessionToken) }))
    expect(await whoIs(named, 1)).toBe(one.conversation.visitor.id)
    named.say(params({ authorization: bearer(two.sessionToken) }))
    expect(await whoIs(named, 2)).toBe(one.conversation.visitor.id)
    using known = await openRawSocket(gateway.port, { cookie: visitor.cookie })
    known.say(params({ authorization: bearer(two.sessionToken) }))
    expect(await whoIs(known, 3)).toBe(visitor.conversation.visitor.id)
  })

  it('whoever says anything else first is closed', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using raw = await openRawSocket(gateway.port, { cookie: visitor.cookie, path })
    raw.say(me(1))
    expect(await raw.closed).toBe(1005)
    expect(raw.frames.join()).not.toContain(visitor.conversation.visitor.id)
  })

  it('closes with 4001 when the session ends', async () => {
    const frame = await startInFrame()
    await using gateway = await openGateway(stack.env)
    using raw = await openRawSocket(gateway.port, { path })
    raw.say(params({ authorization: bearer(frame.sessionToken) }))
    await whoIs(raw, 1)
    await stack.services.sessions.destroy(frame.sessionToken ?? '')
    expect(await raw.closed).toBe(4001)
  })
})

describe('over an event stream', () => {
  it('the header names the reader, and the cookie beside it does not', async () => {
    const [visitor, frame] = [await startAsVisitor(stack), await startInFrame()]
    await using gateway = await openGateway(stack.env)
    const url = (id: string) => `http://127.0.0.1:${gateway.port}/api/chat/stream?conversationId=${id}`
    const headers = { authorization: bearer(frame.sessionToken) }
    using stream = await openEventStream(url(frame.conversation.id), { cookie: visitor.cookie, headers })
    await expect.poll(() => stream.events.length).toBe(1)
    const statusOf = async (id: string, authorization: string) =>
      (await fetch(url(id), { headers: { cookie: visitor.cookie, authorization } })).status
    expect(await statusOf(visitor.conversation.id, headers.authorization)).toBe(403)
    expect(await statusOf(visitor.conversation.id, 'Bearer')).toBe(401)
  })
})
