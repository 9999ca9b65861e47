import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deriveLinkToken, hashLinkToken } from '#server/auth/link-token.ts'
import { newId } from '#server/contracts/ids.ts'
import { browserOf, errorOf, givenStaff, sessionOf, signInByLink } from '#tests/support/auth-people.ts'
import { mailedTokenOf, sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

async function givenLink() {
  const person = await givenStaff(stack)
  await browserOf(stack).askForLink(person.email)
  return { ...person, token: await mailedTokenOf(stack, person.email) }
}

/** Presses the button with that token in a browser of its own: what came, and whether anybody is signed in. */
async function press(token: unknown) {
  const browser = browserOf(stack)
  const answer = await browser.send({
    method: 'POST',
    path: ['callback', 'email'],
    body: { csrfToken: await browser.csrfToken(), callbackUrl: '/', json: 'true', token },
  })
  return { status: answer.status, error: errorOf(answer), session: sessionOf(stack, browser) }
}

const refused = { error: 'Verification', session: undefined }

describe('the link of a mail', () => {
  it('signs in whoever presses its button, once', async () => {
    const { id, token } = await givenLink()
    const { session } = await press(token)
    expect(await stack.services.sessions.get(session ?? '')).toMatchObject({ userId: id, role: 'attendant' })
    expect(await press(token)).toMatchObject(refused)
  })

  it('signs nobody in after its ten minutes', async () => {
    const { email, token } = await givenLink()
    const [row] = await sqlOf(stack)`
      select extract(epoch from expires_at - created_at) as seconds from public.verification_tokens
      where identifier = ${email}`
    expect(Math.round(Number(row?.seconds))).toBe(600)
    await sqlOf(stack)`update public.verification_tokens set expires_at = now() where identifier = ${email}`
    expect(await press(token)).toMatchObject(refused)
  })

  it('has one winner, however many press its button at once', async () => {
    const { id, token } = await givenLink()
    const pressed = await Promise.all(Array.from({ length: 40 }, () => press(token)))
    expect(pressed.filter(({ session }) => session !== undefined)).toHaveLength(1)
    expect(pressed.filter(({ error }) => error === 'Verification')).toHaveLength(39)
    expect(await stack.services.sessions.listByUser(id)).toHaveLength(1)
  })

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT'])(
    'is not used up by a %s, as of a scanner that looks first',
    async (method) => {
      const { token, email } = await givenLink()
      const scanner = browserOf(stack)
      const query = { token, email, callbackUrl: '/' }
      const { status } = await scanner.send({ method, path: ['callback', 'email'], query })
      expect(status).toBeLessThan(500)
      expect(sessionOf(stack, scanner)).toBeUndefined()
      expect((await press(token)).session).toBeDefined()
    },
  )

  it('is worth nothing without the mail: its hash, its id, and a token made with another secret are refused', async () => {
    const { token, email } = await givenLink()
    const [row] = await sqlOf(stack)`select id from public.verification_tokens where identifier = ${email}`
    const id = String(row?.id)
    const otherSecret = deriveLinkToken('another secret of thirty-two characters', id)
    for (const guess of [hashLinkToken(token), id, otherSecret, deriveLinkToken(stack.env.AUTH_SECRET, newId())]) {
      expect(await press(guess)).toMatchObject(refused)
    }
    expect((await press(token)).session).toBeDefined()
  })

  it('is void once a newer one of its address has signed in, and no other address’s is', async () => {
    const [older, neighbour] = [await givenLink(), await givenLink()]
    await browserOf(stack).askForLink(older.email.toUpperCase())
    const newer = await mailedTokenOf(stack, older.email)
    expect(newer).not.toBe(older.token)
    expect((await press(newer)).session).toBeDefined()
    expect(await press(older.token)).toMatchObject(refused)
    expect((await press(neighbour.token)).session).toBeDefined()
  })

  it('of two of one address, both pressed at once, signs in by one at least and locks nothing up', async () => {
    const older = await givenLink()
    await browserOf(stack).askForLink(older.email)
    const pressed = await Promise.all([press(older.token), press(await mailedTokenOf(stack, older.email))])
    expect(pressed.filter(({ session }) => session !== undefined).length).toBeGreaterThan(0)
    for (const { session, error } of pressed) expect(session === undefined).toBe(error === 'Verification')
  })

  it('belongs to its address: with another one beside it, nobody is signed in as anybody else', async () => {
    const [mine, other] = [await givenLink(), await givenStaff(stack, 'admin')]
    const browser = browserOf(stack)
    await browser.confirm(mine.token, { email: other.email })
    const session = await stack.services.sessions.get(sessionOf(stack, browser) ?? '')
    expect([undefined, mine.id]).toContain(session?.userId)
  })

  it('signs nobody in who was switched off after it was sent', async () => {
    const { id, token } = await givenLink()
    await sqlOf(stack)`update public.profiles set is_active = false where id = ${id}`
    expect((await press(token)).session).toBeUndefined()
    expect(await stack.services.sessions.listByUser(id)).toEqual([])
  })

  it('signs in as the role of now, not as that of when it was sent', async () => {
    const { id, token } = await givenLink()
    await sqlOf(stack)`update public.profiles set role = 'lawyer' where id = ${id}`
    const { session } = await press(token)
    expect(await stack.services.sessions.get(session ?? '')).toMatchObject({ role: 'lawyer' })
  })

  it('is in the database only as a hash, and in the outbox not at all', async () => {
    const { token, email } = await givenLink()
    const sql = sqlOf(stack)
    const dump = JSON.stringify([
      await sql`select to_jsonb(t) from public.verification_tokens as t where identifier = ${email}`,
      await sql`select to_jsonb(o) from public.outbox as o`,
      await sql`select to_jsonb(a) from public.audit_log as a`,
    ])
    expect(dump).toContain(hashLinkToken(token))
    expect(dump).not.toContain(token)
  })
})

describe('what is no token', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['empty text', ''],
    ['a number', 7],
    ['a list', ['a', 'b']],
    ['an object', { $ne: null }],
    ['a blank', ' '],
    ['a NUL', 'a\u0000b'],
    ['half a surrogate pair', '\ud83d'],
    ['SQL', "' or 1=1 --"],
    ['a path', '../../../etc/passwd'],
    ['line ends', 'a\r\nSet-Cookie: x=y'],
    ['a token and more', `${'A'.repeat(43)}=`],
    ['a token of nobody', 'A'.repeat(43)],
    ['much', 'A'.repeat(100_000)],
  ])('is refused in order: %s', async (_name, token) => {
    const { status, session } = await press(token)
    expect(status).toBeLessThan(500)
    expect(session).toBeUndefined()
  })
})

describe('a session that was ended', () => {
  it('is nobody’s for NextAuth, for procedures and for who asks with it as bearer', async () => {
    const person = await givenStaff(stack)
    const browser = browserOf(stack)
    const token = await signInByLink(stack, browser, person.email)
    expect(JSON.parse((await browser.get('session')).body)).toMatchObject({ user: { email: person.email } })
    await stack.services.sessions.destroy(token)
    const late = browserOf(stack, { cookies: { plantao_session: token } })
    expect(JSON.parse((await late.get('session')).body)).toEqual({})
    const cookie = `plantao_session=${token}`
    await expect(stack.caller({ cookie }).account.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })
})
