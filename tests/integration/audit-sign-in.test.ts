import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuthBrowser } from '#tests/support/auth-browser.ts'
import { browserOf, givenStaff, signInByLink } from '#tests/support/auth-people.ts'
import { mailedTokenOf, sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

/** What the requests of one browser left, oldest first: "action result code", and who. */
async function trailOf({ address }: AuthBrowser) {
  const rows = await sqlOf(stack)`
    select action, result, code, actor_id as "actorId" from public.audit_log where ip = ${address} order by id`
  return rows.map(({ action, result, code, actorId }) => [[action, result, code].filter(Boolean).join(' '), actorId])
}

/** A colleague with a telephone; answers how its present code is made. */
async function givenFactor() {
  const person = await givenStaff(stack, 'lawyer')
  const caller = stack.caller({ cookie: await stack.signIn({ userId: person.id, role: 'lawyer' }) })
  const { secret } = await caller.account.beginSecondFactor()
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = totp.generate({ timestamp: stack.services.clock() })
  const { recoveryCodes } = await caller.account.confirmSecondFactor({ code })
  return { person, recoveryCode: recoveryCodes[0] ?? '' }
}

test('asking for a link names nobody, whoever the address is of', async () => {
  const person = await givenStaff(stack)
  const [known, unknown] = [browserOf(stack), browserOf(stack)]
  await known.askForLink(person.email)
  await unknown.askForLink('ninguem@correio.example')
  expect(await trailOf(known)).toEqual([['auth.link-request ok', null]])
  expect(await trailOf(unknown)).toEqual([['auth.link-request ok', null]])
})

test('signing in and out names the person', async () => {
  const person = await givenStaff(stack)
  const browser = browserOf(stack)
  const token = await signInByLink(stack, browser, person.email)
  const address = browser.address.replace('/64', '1')
  await stack.caller({ cookie: `plantao_session=${token}`, address }).auth.signOut()
  expect(await trailOf(browser)).toEqual([
    ['auth.link-request ok', null],
    ['auth.sign-in ok', person.id],
    ['auth.sign-out ok', person.id],
  ])
})

test('a link that is used up, or nobody’s, is a refusal', async () => {
  const person = await givenStaff(stack)
  await signInByLink(stack, browserOf(stack), person.email)
  const browser = browserOf(stack)
  await browser.confirm(await mailedTokenOf(stack, person.email))
  await browser.confirm('A'.repeat(43))
  expect((await trailOf(browser)).map(([what]) => what)).toEqual([
    'auth.sign-in refused UNAUTHORIZED',
    'auth.sign-in refused UNAUTHORIZED',
  ])
})

test('a second factor that is wrong is a refusal, and a recovery code is named as one', async () => {
  const { person, recoveryCode } = await givenFactor()
  const browser = browserOf(stack)
  await browser.askForLink(person.email)
  await browser.confirm(await mailedTokenOf(stack, person.email))
  for (const code of ['not-a-code', recoveryCode]) {
    await browser.send({ method: 'POST', path: ['second-factor'], body: { code } })
  }
  expect(await trailOf(browser)).toEqual([
    ['auth.link-request ok', null],
    ['auth.second-factor refused BAD_REQUEST', person.id],
    ['auth.recovery-code ok', person.id],
    ['auth.sign-in ok', person.id],
  ])
})

test('what the limit refuses leaves no row', async () => {
  const browser = browserOf(stack)
  for (let count = 0; count < 9; count += 1) await browser.askForLink(`pessoa-${count}@correio.example`)
  expect((await trailOf(browser)).length).toBeLessThanOrEqual(5)
})

test('no row of the sign-in holds an address, a token or a browser’s own words', async () => {
  const person = await givenStaff(stack)
  const browser = browserOf(stack)
  const token = await signInByLink(stack, browser, person.email)
  const rows = await sqlOf(
    stack,
  )`select to_jsonb(l)::text as text from public.audit_log as l where ip = ${browser.address}`
  const text = rows.map((row) => String(row.text)).join('\n')
  expect(rows.length).toBeGreaterThan(1)
  for (const needle of [person.email, '@', token, 'a browser of the tests']) expect(text).not.toContain(needle)
})
