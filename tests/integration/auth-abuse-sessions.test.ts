import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createContext } from '#server/trpc/context.ts'
import { browserOf, givenStaff, newAuthAddress, sessionOf, signInByLink } from '#tests/support/auth-people.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { openEventStream } from '#tests/support/event-stream.ts'
import { call, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { mailedTokenOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
/** The same site behind https. */
let secure: TestStack

beforeAll(async () => {
  ;[stack, secure] = await Promise.all([
    createTestStack(),
    createTestStack({ PUBLIC_URL: 'https://www.garcezpalha.example' }),
  ])
})
afterAll(() => Promise.all([stack, secure].map((one) => one[Symbol.asyncDispose]())))

const tokenIn = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1)

describe('a session that somebody planted in the browser', () => {
  it('is not the one that signing in opens, and opens nothing for whoever planted it', async () => {
    const [attacker, victim] = [await givenStaff(stack, 'attendant'), await givenStaff(stack, 'admin')]
    const planted = tokenIn(await stack.signIn({ userId: attacker.id, role: 'attendant' }))
    const browser = browserOf(stack, { cookies: { plantao_session: planted } })
    const token = await signInByLink(stack, browser, victim.email)
    expect(token).not.toBe(planted)
    expect(await stack.services.sessions.get(token)).toMatchObject({ userId: victim.id, role: 'admin' })
    expect(await stack.services.sessions.get(planted)).toBeNull()
  })

  it('is worth nothing where the attacker made its token up', async () => {
    const victim = await givenStaff(stack)
    const planted = 'A'.repeat(63)
    const browser = browserOf(stack, { cookies: { plantao_session: planted } })
    expect(await signInByLink(stack, browser, victim.email)).not.toBe(planted)
    expect(await stack.services.sessions.get(planted)).toBeNull()
  })

  it('of the person themselves is rotated: the old token is dead', async () => {
    const person = await givenStaff(stack)
    const old = tokenIn(await stack.signIn({ userId: person.id, role: person.role }))
    const browser = browserOf(stack, { cookies: { plantao_session: old } })
    const token = await signInByLink(stack, browser, person.email)
    expect(token).not.toBe(old)
    expect(await stack.services.sessions.get(old)).toBeNull()
    expect(await stack.services.sessions.listByUser(person.id)).toHaveLength(1)
  })

  it('is not read from cookies whose names only begin like ours', async () => {
    const { id } = await givenStaff(stack)
    const token = tokenIn(await stack.signIn({ userId: id, role: 'attendant' }))
    const halves = { 'plantao_session.0': token.slice(0, 30), 'plantao_session.1': token.slice(30) }
    for (const cookies of [halves, { plantao_session_old: token }, { xplantao_session: token }]) {
      expect(JSON.parse((await browserOf(stack, { cookies }).get('session')).body)).toEqual({})
    }
  })
})

describe('the cookie', () => {
  it('is for our site alone, out of reach of scripts, and of its own size', async () => {
    const browser = browserOf(stack)
    const token = await signInByLink(stack, browser, (await givenStaff(stack)).email)
    const [cookie = ''] = browser.setCookies.filter((one) => one.startsWith('plantao_session='))
    expect(token).toMatch(/^[\w-]{63}$/)
    expect(cookie).toMatch(/; ?HttpOnly/i)
    expect(cookie).toMatch(/; ?SameSite=Lax/i)
    expect(cookie).toMatch(/; ?Path=\/(;|$)/i)
    expect(cookie).not.toMatch(/domain=/i)
    expect(cookie).toMatch(/max-age=\d+|expires=/i)
  })

  it('is Secure, and named so, behind https', async () => {
    const browser = browserOf(secure)
    const { email } = await givenStaff(secure)
    await browser.askForLink(email)
    await browser.confirm(await mailedTokenOf(secure, email))
    const named = browser.setCookies.filter((one) => one.includes('plantao_session='))
    expect(named.length).toBeGreaterThan(0)
    for (const cookie of named) {
      expect(cookie.startsWith('__Secure-plantao_session=')).toBe(true)
      expect(cookie).toMatch(/; ?Secure/i)
    }
    for (const cookie of browser.setCookies) expect(cookie).toMatch(/^__(Secure|Host)-[^;]+.*; ?Secure/i)
  })

  it('without that name is nobody’s behind https: for procedures, NextAuth, sockets and streams', async () => {
    const visitor = await startAsVisitor(secure)
    const token = tokenIn(visitor.cookie)
    expect(visitor.cookie.startsWith('__Secure-plantao_session=')).toBe(true)
    const plain = `plantao_session=${token}`
    const read = (cookie: string) => {
      const request = { headers: { cookie }, socket: { remoteAddress: '198.51.100.7' } }
      return createContext({ services: secure.services, request }).readSession()
    }
    expect(await read(plain)).toBeNull()
    expect(await read(visitor.cookie)).toMatchObject({ role: 'visitor' })
    expect(JSON.parse((await browserOf(secure, { cookies: { plantao_session: token } }).get('session')).body)).toEqual(
      {},
    )

    await using gateway = await openGateway(secure.env)
    using socket = await openRawSocket(gateway.port, { cookie: plain })
    socket.say(call(1, 'query', 'account.me'))
    await expect.poll(() => socket.frames.join()).toContain('UNAUTHORIZED')
    const url = `http://127.0.0.1:${gateway.port}/api/chat/stream?conversationId=${visitor.conversation.id}`
    using refused = await openEventStream(url, { cookie: plain })
    using served = await openEventStream(url, { cookie: visitor.cookie })
    expect([refused.status, served.status]).toEqual([401, 200])
  })

  it('planted beside the real one counts for nothing, in whatever order they come', async () => {
    const [mine, attacker] = [await givenStaff(secure), await givenStaff(secure)]
    const real = tokenIn(await secure.signIn({ userId: mine.id, role: 'attendant' }))
    const planted = tokenIn(await secure.signIn({ userId: attacker.id, role: 'attendant' }))
    const [one, two] = [`__Secure-plantao_session=${real}`, `plantao_session=${planted}`]
    for (const cookie of [`${one}; ${two}`, `${two}; ${one}`]) {
      const request = { headers: { cookie }, socket: { remoteAddress: '198.51.100.7' } }
      const session = await createContext({ services: secure.services, request }).readSession()
      expect(session).toMatchObject({ userId: mine.id })
    }
  })

  it('counts for nothing beside a bearer token, even where that is worth nothing', async () => {
    const { id } = await givenStaff(stack)
    const cookie = await stack.signIn({ userId: id, role: 'attendant' })
    for (const authorization of ['Bearer', 'Bearer ', 'bearer x', `Bearer ${'A'.repeat(63)}`]) {
      const request = { headers: { cookie, authorization }, socket: { remoteAddress: '198.51.100.7' } }
      expect(await createContext({ services: stack.services, request }).readSession()).toBeNull()
    }
  })
})

describe('a form of another site', () => {
  /** A page elsewhere can make the browser send its cookies, and cannot read the token that goes with them. */
  const forms = ['signin/email', 'callback/email', 'signin/google']

  it('changes nothing without our token, or with somebody else’s', async () => {
    const { id, email } = await givenStaff(stack)
    await browserOf(stack).askForLink(email)
    const token = await mailedTokenOf(stack, email)
    const stranger = await browserOf(stack, { address: newAuthAddress() }).csrfToken()
    for (const csrfToken of [undefined, '', 'x', null, ['a'], {}, stranger]) {
      for (const path of forms) {
        const session = tokenIn(await stack.signIn({ userId: id, role: 'attendant' }))
        const browser = browserOf(stack, { cookies: { plantao_session: session } })
        await browser.csrfToken()
        const before = await linksOf(email)
        const body = { csrfToken, email, token, callbackUrl: '/', json: 'true' }
        const answer = await browser.send({ method: 'POST', path: path.split('/'), body })
        expect(answer.status).toBeLessThan(500)
        expect(sessionOf(stack, browser), `${path} ${JSON.stringify(csrfToken)}`).toBe(session)
        expect(await stack.services.sessions.get(session)).not.toBeNull()
        expect(await linksOf(email)).toBe(before)
      }
    }
    const own = browserOf(stack)
    await own.confirm(token)
    expect(sessionOf(stack, own)).toBeDefined()
  })

  async function linksOf(email: string): Promise<number> {
    const { data } = await stack.services.db.rest.from('verification_tokens').select('id').eq('identifier', email)
    return data?.length ?? 0
  }
})
