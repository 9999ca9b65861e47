import { expect } from 'vitest'
import { answerAuth } from '#server/auth/answer-auth.ts'
import type { Role } from '#server/contracts/roles.ts'
import { sessionCookieName } from '#server/http/session-cookie.ts'
import type { Services } from '#server/services.ts'
import { type AuthBrowser, type AuthReply, openAuthBrowser, urlOf } from './auth-browser.ts'
import { givenPerson } from './people.ts'
import { mailedTokenOf, sqlOf } from './sign-in-links.ts'
import type { TestStack } from './stack.ts'

let lastAddress = 0

/** One of 2001:db8:5:…, as the limits count it: no two tests share one. */
export function newAuthAddress(): string {
  lastAddress += 1
  return `2001:db8:5:${lastAddress.toString(16)}::/64`
}

interface BrowserOptions {
  readonly address?: string
  readonly cookies?: Readonly<Record<string, string>>
  /** Where the stack's own are to be changed: an outage, another PUBLIC_URL. */
  readonly services?: Services
}

/** Somebody's browser at the sign-in of this stack, past HTTP. */
export const browserOf = (
  stack: TestStack,
  { address = newAuthAddress(), services = stack.services, ...options }: BrowserOptions = {},
): AuthBrowser => openAuthBrowser((call) => answerAuth(services, call), { address, ...options })

/** A member of staff with an address of their own. */
export async function givenStaff(stack: TestStack, role: Role = 'attendant') {
  const id = await givenPerson(sqlOf(stack), { role })
  return { id, role, email: `${id}@garcezpalha.example` }
}

/** The session that a browser has, by the cookie that the product reads. */
export const sessionOf = (stack: TestStack, { cookies }: AuthBrowser): string | undefined =>
  cookies.get(sessionCookieName(stack.env))

/** Asks for a link, presses the button of its page, and has a session. */
export async function signInByLink(stack: TestStack, browser: AuthBrowser, email: string): Promise<string> {
  await browser.askForLink(email)
  const answer = await browser.confirm(await mailedTokenOf(stack, email))
  const token = sessionOf(stack, browser)
  expect(token, `${answer.status} ${answer.body}`).toBeDefined()
  return token ?? ''
}

/** What a refusal's page is told: the error in the address that it goes to. */
export const errorOf = (reply: AuthReply): string | null =>
  URL.parse(urlOf(reply), 'https://relative.example')?.searchParams.get('error') ?? null
