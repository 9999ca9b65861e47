import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { browserOf, errorOf, givenStaff, newAuthAddress, signInByLink } from '#tests/support/auth-people.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { mailedTokenOf, sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

type Browser = ReturnType<typeof browserOf>

const look = (browser: Browser, token: unknown) =>
  browser.send({ method: 'POST', path: ['link'], body: { token, json: 'true' } })
const shownTo = async (browser: Browser, token: string): Promise<unknown> =>
  JSON.parse((await look(browser, token)).body)

/** The browser of a visitor who has a conversation. */
async function visitorsBrowser(email?: string) {
  const visitor = await startAsVisitor(stack, newConversation(email === undefined ? {} : { email }))
  const token = visitor.cookie.split('=')[1] ?? ''
  return { ...visitor, browser: browserOf(stack, { cookies: { plantao_session: token } }) }
}
const newEmail = () => `${newId()}@correio.example`

it('says whose address a link is of, masked, and uses nothing up', async () => {
  const { email } = await givenStaff(stack)
  const browser = browserOf(stack)
  await browser.askForLink(email)
  const token = await mailedTokenOf(stack, email)
  const shown = { email: `${email.slice(0, 2)}•••@garcezpalha.example`, leavesConversation: false }
  expect([await shownTo(browser, token), await shownTo(browserOf(stack), token)]).toEqual([shown, shown])
  expect(await signInByLink(stack, browser, email)).toMatch(/^[\w-]{43,}$/)
})

it('says the same of a link that is unknown, used, over, or of another kind of text', async () => {
  const { email } = await givenStaff(stack)
  const browser = browserOf(stack)
  await browser.askForLink(email)
  const used = await mailedTokenOf(stack, email)
  await browser.confirm(used)
  await browser.askForLink(email)
  const over = await mailedTokenOf(stack, email)
  await sqlOf(
    stack,
  )`update public.verification_tokens set expires_at = now() - interval '1 s' where identifier = ${email}`
  const answers = await Promise.all(
    ['x'.repeat(43), used, over, 'a\u0000b', email].map((token) => look(browser, token)),
  )
  for (const answer of answers) {
    expect([answer.status, errorOf(answer)]).toEqual([200, 'Verification'])
    expect(answer.body).toBe(answers[0]?.body)
  }
})

it.each([undefined, null, '', 5, ['x'], {}, 'x'.repeat(201)])('refuses %j as a token', async (token) => {
  expect((await look(browserOf(stack), token)).status).toBe(400)
})

it('warns whoever has a conversation in this browser that does not come along', async () => {
  const [own, colleague] = [newEmail(), await givenStaff(stack)]
  const strangers = await visitorsBrowser(newEmail())
  const asker = browserOf(stack)
  await visitorsBrowser(own)
  await asker.askForLink(own)
  await asker.askForLink(colleague.email)
  for (const email of [own, colleague.email]) {
    const token = await mailedTokenOf(stack, email)
    expect(await shownTo(strangers.browser, token)).toMatchObject({ leavesConversation: true })
    expect(await shownTo(asker, token)).toMatchObject({ leavesConversation: false })
  }
})

it('warns nobody whose conversation comes along: whose address it is, and who asked for the link', async () => {
  const [left, asked] = [newEmail(), newEmail()]
  const [byAddress, byAsking] = [await visitorsBrowser(left), await visitorsBrowser()]
  await browserOf(stack).askForLink(left)
  expect(await shownTo(byAddress.browser, await mailedTokenOf(stack, left))).toMatchObject({
    leavesConversation: false,
  })
  await byAsking.browser.askForLink(asked)
  expect(await shownTo(byAsking.browser, await mailedTokenOf(stack, asked))).toMatchObject({
    leavesConversation: false,
  })
})

it('warns a visitor who asked for the link of a colleague’s address: who signs in is the colleague', async () => {
  const { email } = await givenStaff(stack)
  const visitor = await visitorsBrowser()
  await visitor.browser.askForLink(email)
  expect(await shownTo(visitor.browser, await mailedTokenOf(stack, email))).toMatchObject({ leavesConversation: true })
})

it('takes none of the attempts that signing in has, and has an end', async () => {
  const { email } = await givenStaff(stack)
  const browser = browserOf(stack, { address: newAuthAddress() })
  await browser.askForLink(email)
  const token = await mailedTokenOf(stack, email)
  const looks: number[] = []
  for (let index = 0; index < 61; index += 1) looks.push((await look(browser, token)).status)
  expect(looks).toEqual([...Array<number>(60).fill(200), 429])
  expect((await browser.confirm(token)).status).toBe(200)
})
