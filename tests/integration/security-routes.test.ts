import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { isAllowedOrigin } from '#server/http/allowed-origin.ts'
import { apiAddresses } from '#tests/support/authorisation/api-addresses.ts'
import { type ServedApi, serveApi } from '#tests/support/authorisation/serve-api.ts'
import { siteFiles } from '#tests/support/authorisation/site-files.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

/** Takes what any page sends, for a reason that is reviewed here. */
const openRoutes: Readonly<Record<string, string>> = {
  '/api/webhooks/[provider]':
    'a signature over the very bytes, or the token of the provider, is asked for; no cookie is read',
}

/** What an address for each kind of change looks like where `apiAddresses` names only what reads. */
const changes: Readonly<Record<string, readonly string[]>> = {
  '/api/trpc/[trpc]': ['/api/trpc/auth.signOut', '/api/trpc/auth.signOut,auth.signOut?batch=1'],
  '/api/auth/[...nextauth]': [
    ...['csrf', 'signin/email', 'signin/google', 'callback/email', 'callback/google', 'signout', 'session', '_log'].map(
      (step) => `/api/auth/${step}`,
    ),
  ],
}

const routes = siteFiles.map(({ route }) => route).filter((route) => route.startsWith('/api/'))
const addressesOf = (route: string) =>
  changes[route] ?? (apiAddresses[route] ?? [route]).map((address) => address.replace(/\{\w+\}/g, newId()))

let stack: TestStack
let api: ServedApi
beforeAll(async () => {
  stack = await createTestStack()
  api = await serveApi(stack.services)
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

const json = { 'content-type': 'application/json' }
const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
const own = () => ({ origin: stack.env.PUBLIC_URL, 'sec-fetch-site': 'same-origin' })

const send = (address: string, headers: Record<string, string>, method = 'POST') =>
  fetch(`${api.url}${address}`, { method, headers, body: '{}', redirect: 'manual' })

const isAlive = async (cookie: string): Promise<boolean> =>
  (await stack.services.sessions.get(cookie.replace(/^[^=]*=/, ''))) !== null

const signIn = () => stack.signIn({ userId: newId(), role: 'admin' })

describe("another site's page", () => {
  it('is watched on routes that exist', () => {
    expect(routes).toEqual(expect.arrayContaining(Object.keys(openRoutes)))
    expect(routes.length).toBeGreaterThan(10)
  })

  test.each(routes.filter((route) => !(route in openRoutes)))('changes nothing through %s', async (route) => {
    for (const address of addressesOf(route)) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const cookie = await signIn()
        const { status } = await send(address, { ...json, ...evil, cookie }, method)
        expect([403, 405], `${method} ${address} answered ${status}`).toContain(status)
        expect(await isAlive(cookie), address).toBe(true)
      }
    }
  })

  it('could not, either, if it had no Origin to show, hid it, or stood on a neighbouring host or port', async () => {
    const cookie = await signIn()
    const { hostname } = new URL(stack.env.PUBLIC_URL)
    const pages = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
      { origin: `http://${hostname}:9`, 'sec-fetch-site': 'same-site' },
      { origin: `http://sub.${hostname}`, 'sec-fetch-site': 'same-site' },
      { origin: `${stack.env.PUBLIC_URL}.evil.example` },
    ]
    for (const page of pages) {
      expect((await send('/api/trpc/auth.signOut', { ...json, ...page, cookie })).status, JSON.stringify(page)).toBe(
        403,
      )
    }
    expect(await isAlive(cookie)).toBe(true)
  })

  it('cannot use a body that a form sends without asking', async () => {
    const cookie = await signIn()
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status } = await send('/api/trpc/auth.signOut', { ...own(), cookie, 'content-type': type })
      expect(status, type).toBe(415)
    }
    expect(await isAlive(cookie)).toBe(true)
  })

  it('is told in the words that callers of tRPC know, and no procedure has run', async () => {
    const answer = await send('/api/trpc/auth.signOut', { ...json, ...evil, cookie: await signIn() })
    expect(await answer.json()).toMatchObject({
      error: { json: { message: 'This page may not do that.', data: { code: 'FORBIDDEN' } } },
    })
    expect(answer.headers.get('X-RateLimit-Limit')).toBeNull()
  })

  it('gets no event stream', async () => {
    const stream = `/api/chat/stream?conversationId=${newId()}`
    const ask = (headers: Record<string, string>) => fetch(`${api.url}${stream}`, { headers })
    expect((await ask(evil)).status).toBe(403)
    expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    // The gateway's own door; that of the WebSocket and of its stream are in gateway-abuse.test.ts and sse.test.ts.
    expect(isAllowedOrigin(stack.env, evil)).toBe(false)
  })
})

describe('a page of ours', () => {
  it('signs out', async () => {
    const cookie = await signIn()
    expect((await send('/api/trpc/auth.signOut', { ...json, ...own(), cookie })).status).toBe(200)
    expect(await isAlive(cookie)).toBe(false)
  })

  it('signs out by the older address of the same', async () => {
    if (!routes.includes('/api/auth/sign-out')) return
    const cookie = await signIn()
    expect((await send('/api/auth/sign-out', { ...json, ...own(), cookie })).status).toBe(200)
    expect(await isAlive(cookie)).toBe(false)
  })
})

it('a bearer token needs no page: a frame on another site, a program', async () => {
  const { token } = await stack.services.sessions.create({ userId: newId(), role: 'visitor' })
  const headers = { ...json, ...evil, authorization: `Bearer ${token}` }
  expect((await send('/api/trpc/auth.signOut', headers)).status).toBe(200)
  expect(await stack.services.sessions.get(token)).toBeNull()
})

it('a bearer token makes the cookie beside it count for nothing', async () => {
  const cookie = await signIn()
  const headers = { ...json, ...evil, cookie, authorization: 'Bearer of-nobody' }
  await send('/api/trpc/auth.signOut', headers)
  expect(await isAlive(cookie)).toBe(true)
})
