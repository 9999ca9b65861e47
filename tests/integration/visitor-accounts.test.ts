import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { appRouter } from '#server/router.ts'
import { createContext } from '#server/trpc/context.ts'
import { urlOf } from '#tests/support/auth-browser.ts'
import { browserOf, errorOf, givenStaff, newAuthAddress, sessionOf } from '#tests/support/auth-people.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { call, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { mailedTokenOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const newEmail = () => `${newId()}@correio.example`
const tokenIn = (cookie: string) => cookie.split('=')[1] ?? ''

/** The browser of a visitor who began a conversation there. */
async function visitorsBrowser(email?: string) {
  const visitor = await startAsVisitor(stack, newConversation(email === undefined ? {} : { email }))
  const token = tokenIn(visitor.cookie)
  return { ...visitor, token, browser: browserOf(stack, { cookies: { plantao_session: token } }) }
}

/** Presses the button of the newest mail's page; answers a caller with the session that this browser has then. */
async function confirmIn(browser: ReturnType<typeof browserOf>, email: string) {
  const answer = await browser.confirm(await mailedTokenOf(stack, email))
  const token = sessionOf(stack, browser)
  return { answer, token, caller: callerOf(token) }
}

/** With the session as a bearer token: which of both names it makes no difference here. */
const callerOf = (token: string | undefined) => {
  const request = { headers: { authorization: `Bearer ${token}` }, socket: { remoteAddress: newAuthAddress() } }
  return appRouter.createCaller(createContext({ services: stack.services, request }))
}

const isAlive = async (token: string) => (await stack.services.sessions.get(token)) !== null

describe('a visitor who confirms an address', () => {
  it('goes on as the same person in the same browser, under another token, and its sockets come back', async () => {
    const email = newEmail()
    const { conversation, caller, browser, token, cookie } = await visitorsBrowser()
    await using gateway = await openGateway(stack.env)
    using socket = await openRawSocket(gateway.port, { cookie })
    socket.say(call(1, 'query', 'viewer.me'))
    await expect.poll(() => socket.frames.length).toBe(1)
    expect(await caller.visitors.confirmEmail({ email, returnTo: conversation.id })).toEqual({ isSent: true })
    const confirmed = await confirmIn(browser, email)
    expect(urlOf(confirmed.answer)).toBe(`/conversa/${conversation.id}`)
    expect(await socket.closed).toBe(4002)
    expect(await confirmed.caller.viewer.me()).toMatchObject({ id: conversation.visitor.id, role: 'client' })
    expect(await confirmed.caller.conversations.byId({ conversationId: conversation.id })).toMatchObject({
      visitor: { id: conversation.visitor.id },
    })
    expect(await confirmed.caller.visitors.address()).toEqual({ email, isConfirmed: true })
    expect([confirmed.token === token, await isAlive(token)]).toEqual([false, false])
  })

  it('goes on where the link is opened, with what was begun in a frame; the frame’s session ends', async () => {
    const email = newEmail()
    const started = await stack.caller().conversations.start({ ...newConversation(), keepSessionIn: 'frame' })
    const frame = callerOf(started.sessionToken)
    await using gateway = await openGateway(stack.env)
    using socket = await openRawSocket(gateway.port, { path: '/trpc?connectionParams=1' })
    socket.say({ method: 'connectionParams', data: { authorization: `Bearer ${started.sessionToken}` } })
    socket.say(call(1, 'subscription', 'messages.stream', { conversationId: started.conversation.id }))
    await expect.poll(() => socket.frames.length).toBeGreaterThan(1)
    await frame.visitors.confirmEmail({ email })
    const elsewhere = await confirmIn(browserOf(stack), email)
    expect(await socket.closed).toBe(4001)
    expect(urlOf(elsewhere.answer)).toBe('/conversa')
    expect((await elsewhere.caller.conversations.mine()).map(({ id }) => id)).toEqual([started.conversation.id])
    expect(await frame.viewer.me()).toBeNull()
  })

  it('finds everything that was begun under the address, and adds to it from wherever they come back', async () => {
    const email = newEmail()
    const [first, second] = [await visitorsBrowser(email), await visitorsBrowser(email.toUpperCase())]
    const home = browserOf(stack)
    await home.askForLink(email)
    const { caller } = await confirmIn(home, email)
    const ids = async () => (await caller.conversations.mine()).map(({ id }) => id).toSorted()
    expect(await ids()).toEqual([first.conversation.id, second.conversation.id].toSorted())
    expect([await isAlive(first.token), await isAlive(second.token)]).toEqual([false, false])

    const later = await visitorsBrowser()
    await later.caller.visitors.confirmEmail({ email })
    const again = await confirmIn(later.browser, email)
    expect((await again.caller.viewer.me())?.id).toBe((await caller.viewer.me())?.id)
    expect(await ids()).toHaveLength(3)
  })

  it('is told of answers, and answers, as who they are now', async () => {
    const email = newEmail()
    const { conversation } = await visitorsBrowser(email)
    const home = browserOf(stack)
    await home.askForLink(email)
    const { caller } = await confirmIn(home, email)
    const message = { conversationId: conversation.id, clientMsgId: newId(), body: 'Voltei' }
    const { event } = await caller.messages.send(message)
    expect(event).toMatchObject({ seq: 2, author: { id: (await caller.viewer.me())?.id, side: 'visitor' } })
  })
})

describe('somebody else’s address', () => {
  it('gives whoever typed it nothing of its owner, and its owner what was written under it', async () => {
    const email = newEmail()
    const owners = await visitorsBrowser(email)
    const input = newConversation({ email })
    const intruder = await startAsVisitor(stack, input)
    await intruder.caller.visitors.confirmEmail({ email })
    const owner = await confirmIn(owners.browser, email)
    expect(await owner.caller.conversations.mine()).toHaveLength(2)
    expect(await isAlive(tokenIn(intruder.cookie))).toBe(false)
    await expect(stack.caller({ cookie: intruder.cookie }).conversations.mine()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
    // The first message's request id opened a session for whoever lost the answer: not of somebody else.
    await expect(stack.caller().conversations.start(input)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('does not take the conversation of whoever is made to open somebody else’s link', async () => {
    const email = newEmail()
    const intruder = await visitorsBrowser(email)
    await intruder.browser.askForLink(email)
    const victim = await visitorsBrowser()
    const asIntruder = await confirmIn(victim.browser, email)
    const seen = (await asIntruder.caller.conversations.mine()).map(({ id }) => id)
    expect(seen).toEqual([intruder.conversation.id])
    expect(seen).not.toContain(victim.conversation.id)
  })

  it('of a colleague makes no client of anybody', async () => {
    const colleague = await givenStaff(stack, 'lawyer')
    const visitor = await visitorsBrowser()
    await visitor.caller.visitors.confirmEmail({ email: colleague.email })
    const { caller } = await confirmIn(browserOf(stack), colleague.email)
    expect(await caller.viewer.me()).toMatchObject({ id: colleague.id, role: 'lawyer' })
    expect(await visitor.caller.viewer.me()).toMatchObject({ role: 'visitor' })
  })

  it('answers alike whether anybody has it, and gets five mails a minute at most, whoever asks', async () => {
    const email = newEmail()
    const ask = async () => (await visitorsBrowser()).caller.visitors.confirmEmail({ email })
    for (let time = 1; time <= 5; time += 1) expect(await ask()).toEqual({ isSent: true })
    await expect(ask()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  })
})

describe('confirming', () => {
  it('is for visitors alone: a client has confirmed, and staff have other ways', async () => {
    const email = newEmail()
    const { browser, caller } = await visitorsBrowser()
    await caller.visitors.confirmEmail({ email })
    const client = (await confirmIn(browser, email)).caller
    await expect(client.visitors.confirmEmail({ email })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const colleague = await givenStaff(stack)
    const cookie = await stack.signIn({ userId: colleague.id, role: 'attendant' })
    const byStaff = stack.caller({ cookie }).visitors.confirmEmail({ email })
    await expect(byStaff).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(stack.caller().visitors.confirmEmail({ email })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it.each([
    'no address',
    'joana@correio.example\r\nBcc: all@correio.example',
    `${'a'.repeat(250)}@correio.example`,
    'joana@correio.example, outra@correio.example',
  ])('refuses %j, naming the field', async (email) => {
    const { caller } = await visitorsBrowser()
    await expect(caller.visitors.confirmEmail({ email })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('works once: a used link is none', async () => {
    const email = newEmail()
    const { caller } = await visitorsBrowser()
    await caller.visitors.confirmEmail({ email })
    await confirmIn(browserOf(stack), email)
    const again = await confirmIn(browserOf(stack), email)
    expect([errorOf(again.answer), again.token]).toEqual(['Verification', undefined])
  })
})
