import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { type AuthBrowser, urlOf } from '#tests/support/auth-browser.ts'
import { browserOf, errorOf, givenStaff, sessionOf } from '#tests/support/auth-people.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { type OpenIdProvider, type ProviderPerson, startOpenIdProvider } from '#tests/support/openid-provider.ts'
import { sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

const client = { id: 'plantao-of-the-tests', secret: 'a-client-secret-of-the-tests' }

let provider: OpenIdProvider
let stack: TestStack

beforeAll(async () => {
  provider = await startOpenIdProvider(client)
  stack = await createTestStack({
    GOOGLE_CLIENT_ID: client.id,
    GOOGLE_CLIENT_SECRET: client.secret,
    GOOGLE_BASE_URL: provider.url,
  })
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
  await provider[Symbol.asyncDispose]()
})

/** Goes to the provider as that person and comes back. */
async function passThrough(browser: AuthBrowser, person: ProviderPerson, callbackUrl?: string) {
  const left = await browser.post('signin/google', { ...(callbackUrl && { callbackUrl }) })
  return comeBack(browser, await provider.authorize(urlOf(left), person))
}

function comeBack(browser: AuthBrowser, address: string) {
  const url = new URL(address)
  expect(url.origin + url.pathname).toBe(`${stack.env.PUBLIC_URL}/api/auth/callback/google`)
  return browser.get('callback/google', Object.fromEntries(url.searchParams))
}

const verified = (email: string, sub = newId()): ProviderPerson => ({ sub, name: 'Ana', email, email_verified: true })
const whoHas = async (browser: AuthBrowser) => stack.services.sessions.get(sessionOf(stack, browser) ?? '')
const accountsOf = async (id: string) => sqlOf(stack)`select * from public.accounts where profile_id = ${id}`

describe('signing in with Google', () => {
  it('lets a colleague in by the address that Google has verified, and to the page that was asked for', async () => {
    const person = await givenStaff(stack, 'lawyer')
    const browser = browserOf(stack)
    const answer = await passThrough(browser, verified(person.email), '/painel/123')
    expect(urlOf(answer)).toBe(`${stack.env.PUBLIC_URL}/painel/123`)
    expect(await whoHas(browser)).toMatchObject({ userId: person.id, role: 'lawyer' })
    const [listed] = await stack.services.sessions.listByUser(person.id)
    expect(listed?.origin).toMatchObject({ method: 'google', userAgent: 'a browser of the tests' })
  })

  it('knows the account from then on, whatever its address becomes', async () => {
    const person = await givenStaff(stack)
    await passThrough(browserOf(stack), verified(person.email, `sub-${person.id}`))
    const browser = browserOf(stack)
    await passThrough(browser, verified('another@example.com', `sub-${person.id}`))
    expect(await whoHas(browser)).toMatchObject({ userId: person.id })
    expect(await accountsOf(person.id)).toHaveLength(1)
  })

  it('keeps nothing of Google’s but whose account it is', async () => {
    const person = await givenStaff(stack)
    await passThrough(browserOf(stack), verified(person.email))
    const [account] = await accountsOf(person.id)
    expect(Object.keys(account ?? {}).toSorted()).toEqual(
      ['provider', 'provider_account_id', 'profile_id', 'created_at'].toSorted(),
    )
  })

  it.each([
    [
      'whose address Google has not verified',
      async () => ({ ...verified((await givenStaff(stack)).email), email_verified: false }),
    ],
    ['without an address', () => Promise.resolve({ sub: newId(), name: 'Ana', email_verified: true })],
    ['who is no colleague', () => Promise.resolve(verified(`${newId()}@correio.example`))],
    [
      'who only wrote as a visitor',
      async () => {
        const email = `${newId()}@correio.example`
        await startAsVisitor(stack, newConversation({ email }))
        return verified(email)
      },
    ],
  ])('refuses somebody %s', async (_, personOf) => {
    const browser = browserOf(stack)
    const answer = await passThrough(browser, await personOf())
    expect(errorOf(answer)).toBe('AccessDenied')
    expect(sessionOf(stack, browser)).toBeUndefined()
  })

  it('refuses a colleague who was switched off, also one whose account is known', async () => {
    const person = await givenStaff(stack)
    await passThrough(browserOf(stack), verified(person.email, `sub-${person.id}`))
    await sqlOf(stack)`update public.profiles set is_active = false where id = ${person.id}`
    const browser = browserOf(stack)
    expect(errorOf(await passThrough(browser, verified(person.email, `sub-${person.id}`)))).toBe('AccessDenied')
    expect(sessionOf(stack, browser)).toBeUndefined()
  })

  it('links the account to nobody who happens to be signed in there', async () => {
    const visitor = await startAsVisitor(stack)
    const person = await givenStaff(stack)
    const [name = '', token = ''] = visitor.cookie.split('=')
    const browser = browserOf(stack, { cookies: { [name]: token } })
    await passThrough(browser, verified(person.email))
    expect(await whoHas(browser)).toMatchObject({ userId: person.id })
    expect(await accountsOf(visitor.conversation.visitor.id)).toHaveLength(0)
    expect(await stack.services.sessions.get(token)).toBeNull()
  })

  it.each(['state', 'code'])('refuses an answer whose %s was made up', async (field) => {
    const person = await givenStaff(stack)
    const browser = browserOf(stack)
    const left = await browser.post('signin/google')
    const back = new URL(await provider.authorize(urlOf(left), verified(person.email)))
    back.searchParams.set(field, 'invented')
    expect(errorOf(await comeBack(browser, back.href))).toBe('OAuthCallback')
    expect(sessionOf(stack, browser)).toBeUndefined()
  })

  it('refuses an answer that another browser’s question led to', async () => {
    const person = await givenStaff(stack)
    const left = await browserOf(stack).post('signin/google')
    const victim = browserOf(stack)
    expect(errorOf(await comeBack(victim, await provider.authorize(urlOf(left), verified(person.email))))).toBe(
      'OAuthCallback',
    )
    await victim.post('signin/google')
    expect(sessionOf(stack, victim)).toBeUndefined()
  })

  it('does not exist where no client is configured', async () => {
    await using without = await createTestStack()
    expect((await browserOf(without).post('signin/google')).status).toBe(404)
    expect((await browserOf(without).get('callback/google', { code: 'a', state: 'b' })).status).toBe(404)
  })
})
