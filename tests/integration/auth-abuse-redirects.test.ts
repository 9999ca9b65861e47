import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { urlOf } from '#tests/support/auth-browser.ts'
import { browserOf, givenStaff, sessionOf } from '#tests/support/auth-people.ts'
import { mailedTokenOf, sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

/** What browsers, or servers that read addresses in other ways than browsers, may take for another site. */
const elsewhere = [
  'https://evil.example',
  'https://evil.example/painel',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  'https:evil.example',
  'https:/evil.example',
  'http://localhost:3000@evil.example/',
  'http://localhost:3000.evil.example/',
  'http://localhost:3000\\@evil.example/',
  'http://localhost:30001/',
  'http://evil.example#http://localhost:3000/',
  'http://evil.example?http://localhost:3000/',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  '/.//evil.example',
  '/..//evil.example',
  '/%0d%0aSet-Cookie:%20x=y/..//evil.example',
  '/painel\r\nSet-Cookie: plantao_session=x',
  'http://[::1]:3000/',
  '﹨﹨evil.example',
  '/\u2028/evil.example',
  '//evil。example',
]

/** The address that a browser at our page would go to. */
function targetOf(url: string): URL {
  const target = URL.parse(url, stack.env.PUBLIC_URL)
  if (!target) throw new Error(`no browser could go to ${url}`)
  return target
}

function expectOurs(url: string, candidate: unknown): void {
  expect(targetOf(url).origin, JSON.stringify(candidate)).toBe(new URL(stack.env.PUBLIC_URL).origin)
  expect(url).not.toMatch(/[\r\n\t\\]|^\/\//)
}

describe('the address to return to', () => {
  it('is a page of ours after pressing the button, whatever the form says', async () => {
    for (const callbackUrl of [...elsewhere, ['/painel', '//evil.example'], { toString: '//evil.example' }, 7, null]) {
      const { email } = await givenStaff(stack)
      const browser = browserOf(stack)
      await browser.askForLink(email)
      const answer = await browser.confirm(await mailedTokenOf(stack, email), { callbackUrl })
      expect(answer.status).toBeLessThan(500)
      expectOurs(urlOf(answer), callbackUrl)
    }
  })

  it('is a page of ours in the mail, whatever was asked for', async () => {
    for (const callbackUrl of elsewhere) {
      const { email } = await givenStaff(stack)
      const answer = await browserOf(stack).askForLink(email, { callbackUrl })
      expect(answer.status).toBeLessThan(500)
      expectOurs(urlOf(answer), callbackUrl)
      const rows = await sqlOf(stack)`
        select callback_path from public.verification_tokens where identifier = ${email}`
      for (const { callback_path: path } of rows) if (path !== null) expectOurs(String(path), callbackUrl)
    }
  })

  it('is a page of ours whatever a cookie of NextAuth’s name says, which locks nobody out', async () => {
    for (const callbackUrl of elsewhere) {
      const { email } = await givenStaff(stack)
      const cookies = { 'next-auth.callback-url': encodeURIComponent(callbackUrl) }
      const browser = browserOf(stack, { cookies })
      await browser.askForLink(email)
      const { csrfToken } = JSON.parse((await browser.get('csrf')).body)
      const body = { csrfToken, json: 'true', token: await mailedTokenOf(stack, email) }
      const answer = await browser.send({ method: 'POST', path: ['callback', 'email'], body })
      expectOurs(urlOf(answer), callbackUrl)
      expect(sessionOf(stack, browser), `${callbackUrl}: ${answer.status} ${answer.body}`).toBeDefined()
    }
  })

  it('is never another site in any answer to a GET', async () => {
    for (const callbackUrl of elsewhere) {
      const browser = browserOf(stack)
      for (const path of ['signin', 'signin/email', 'signin/google', 'callback/email', 'error', 'session']) {
        const answer = await browser.get(path, { callbackUrl, error: callbackUrl })
        expect(answer.status).toBeLessThan(500)
        const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
        if (location !== undefined) expect(targetOf(location).origin).toBe(new URL(stack.env.PUBLIC_URL).origin)
        for (const cookie of browser.setCookies) expect(cookie).not.toMatch(/evil/)
      }
    }
  })

  it('is that page of ours which was asked for, where it is one', async () => {
    const { email } = await givenStaff(stack)
    const browser = browserOf(stack)
    await browser.askForLink(email)
    const answer = await browser.confirm(await mailedTokenOf(stack, email), { callbackUrl: '/painel?aba=notas' })
    expect(targetOf(urlOf(answer)).href).toBe(new URL('/painel?aba=notas', stack.env.PUBLIC_URL).href)
  })
})

describe('a Host that the caller made up', () => {
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example',
    'x-original-host': 'evil.example',
  }

  it('leads neither the answer nor the cookies elsewhere', async () => {
    const { email } = await givenStaff(stack)
    const browser = browserOf(stack)
    const csrfToken = await browser.csrfToken()
    for (const path of ['signin/email', 'signin/google', 'callback/email']) {
      const body = { csrfToken, email, callbackUrl: '/', json: 'true' }
      const answer = await browser.send({ method: 'POST', path: path.split('/'), headers: forged, body })
      expect(JSON.stringify(answer)).not.toContain('evil.example')
    }
    for (const cookie of browser.setCookies) expect(cookie).not.toMatch(/domain=|evil/i)
  })
})
