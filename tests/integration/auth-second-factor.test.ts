import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findTotp, readTotp } from '#db/queries/totp.ts'
import { beginTotp } from '#server/auth/second-factor/begin-totp.ts'
import { confirmTotp } from '#server/auth/second-factor/confirm-totp.ts'
import { disableTotp } from '#server/auth/second-factor/disable-totp.ts'
import { newRecoveryCodes } from '#server/auth/second-factor/new-recovery-codes.ts'
import { seal } from '#server/auth/second-factor/seal.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import { type AuthBrowser, urlOf } from '#tests/support/auth-browser.ts'
import { browserOf, givenStaff, sessionOf } from '#tests/support/auth-people.ts'
import { mailedTokenOf, sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

const startMs = Date.parse('2026-11-23T12:00:00Z')
const stepMs = 30_000

let stack: TestStack
beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

/** The services by a clock that the test moves. */
function clockwork() {
  let nowMs = startMs
  return {
    services: { ...stack.services, clock: () => nowMs },
    tick: (steps: number) => {
      nowMs += steps * stepMs
    },
    now: () => nowMs,
  }
}

const codeAt = (secret: string, nowMs: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs })
const audit = null
const jobs: readonly OutboxJob[] = []

/** A colleague whose telephone is set up; the clock stands one step after the code that confirmed it. */
async function givenFactor() {
  const clock = clockwork()
  const { services } = clock
  const person = await givenStaff(stack, 'lawyer')
  const begun = await beginTotp(services, { userId: person.id, email: person.email })
  const secret = begun?.secret ?? ''
  const recoveryCodes = await confirmTotp(services, {
    userId: person.id,
    code: codeAt(secret, clock.now()),
    jobs,
    audit,
  })
  if (!recoveryCodes) throw new Error('the first code confirms')
  clock.tick(1)
  const code = (steps = 0) => codeAt(secret, clock.now() + steps * stepMs)
  return { ...clock, person, secret, recoveryCodes, code }
}

type Factor = Awaited<ReturnType<typeof givenFactor>>

/** As far as the page that asks for the code. */
async function reachCodePage({ person, services }: Pick<Factor, 'person' | 'services'>, callbackUrl?: string) {
  const browser = browserOf(stack, { services })
  await browser.askForLink(person.email, callbackUrl ? { callbackUrl } : {})
  const answer = await browser.confirm(await mailedTokenOf(stack, person.email))
  return { browser, answer }
}

const enter = (browser: AuthBrowser, code: unknown) =>
  browser.send({ method: 'POST', path: ['second-factor'], body: { code } })

describe('setting the second factor up', () => {
  it('asks for nothing until a code has shown that the telephone has the secret', async () => {
    const { services } = clockwork()
    const { id: userId, email } = await givenStaff(stack)
    const first = await beginTotp(services, { userId, email })
    const second = await beginTotp(services, { userId, email })
    expect(await readTotp(services.db, userId)).toEqual({ isEnabled: false, enabledAt: null, recoveryCodesLeft: 0 })
    expect(await confirmTotp(services, { userId, code: codeAt(first?.secret ?? '', startMs), jobs, audit })).toBeNull()
    expect(
      await confirmTotp(services, { userId, code: codeAt(second?.secret ?? '', startMs), jobs, audit }),
    ).toHaveLength(10)
    expect(await readTotp(services.db, userId)).toMatchObject({ isEnabled: true, recoveryCodesLeft: 10 })
  })

  it('never replaces a factor that is in use', async () => {
    const { services, person } = await givenFactor()
    expect(await beginTotp(services, { userId: person.id, email: person.email })).toBeNull()
  })

  it('keeps neither the secret nor a recovery code in a form that the database could use', async () => {
    const { person, secret, recoveryCodes } = await givenFactor()
    const rows = await sqlOf(stack)`
      select f.secret, json_agg(c.code_hash)::text as codes from public.totp_factors as f
      join public.recovery_codes as c using (profile_id) where profile_id = ${person.id} group by f.secret`
    const stored = JSON.stringify(rows)
    expect(stored).not.toContain(secret)
    for (const code of recoveryCodes) expect(stored).not.toContain(code.replaceAll('-', ''))
  })

  it('ends by a right code alone, and recovery codes are replaced by a right code alone', async () => {
    const { services, person, code, tick } = await givenFactor()
    const userId = person.id
    expect(await newRecoveryCodes(services, { userId, code: '000000', audit })).toBeNull()
    expect(await newRecoveryCodes(services, { userId, code: code(), audit })).toHaveLength(10)
    expect(await disableTotp(services, { userId, code: code(), jobs, audit })).toBe(false)
    tick(1)
    expect(await disableTotp(services, { userId, code: code(), jobs, audit })).toBe(true)
    expect(await findTotp(services.db, userId)).toBeNull()
  })
})

describe('signing in with a second factor', () => {
  it('opens no session by the link, and one by the code', async () => {
    const factor = await givenFactor()
    const { browser, answer } = await reachCodePage(factor, '/painel/123')
    expect(urlOf(answer)).toBe('/entrar/codigo')
    expect(sessionOf(stack, browser)).toBeUndefined()
    expect(await stack.services.sessions.listByUser(factor.person.id)).toEqual([])
    const ticket = browser.setCookies.find((cookie) => cookie.startsWith('plantao_second_factor='))
    expect(ticket).toMatch(/^plantao_second_factor=[\w-]{43}; Path=\/; Max-Age=300; HttpOnly; SameSite=Strict$/)
    const entered = await enter(browser, factor.code())
    expect([entered.status, urlOf(entered)]).toEqual([200, '/painel/123'])
    const session = await stack.services.sessions.get(sessionOf(stack, browser) ?? '')
    expect(session).toMatchObject({ userId: factor.person.id, role: 'lawyer' })
    expect(browser.cookies.has('plantao_second_factor')).toBe(false)
  })

  it('takes the codes of the half minutes beside it, and none twice', async () => {
    const factor = await givenFactor()
    const { browser } = await reachCodePage(factor)
    expect((await enter(browser, factor.code(2))).status).toBe(400)
    expect((await enter(browser, factor.code(1))).status).toBe(200)
    const again = await reachCodePage(factor)
    expect((await enter(again.browser, factor.code(1))).status).toBe(400)
    expect((await enter(again.browser, factor.code(0))).status).toBe(400)
    expect(sessionOf(stack, again.browser)).toBeUndefined()
    factor.tick(2)
    expect((await enter(again.browser, factor.code(0))).status).toBe(200)
  })

  it('takes a recovery code once, however it is typed, and says so in the audit', async () => {
    const factor = await givenFactor()
    const [recovery = ''] = factor.recoveryCodes
    const first = await reachCodePage(factor)
    expect((await enter(first.browser, ` ${recovery.toLowerCase().replaceAll('-', ' ')} `)).status).toBe(200)
    const second = await reachCodePage(factor)
    expect((await enter(second.browser, recovery)).status).toBe(400)
    expect(await readTotp(stack.services.db, factor.person.id)).toMatchObject({ recoveryCodesLeft: 9 })
    const rows = await sqlOf(stack)`
      select action, result from public.audit_log where actor_id = ${factor.person.id} order by id`
    expect(rows.map(({ action, result }) => `${action} ${result}`)).toEqual([
      ...['auth.recovery-code ok', 'auth.sign-in ok', 'auth.second-factor refused'],
    ])
  })

  it('takes no other person’s recovery code, and no code of a factor that waits to be confirmed', async () => {
    const [factor, other] = [await givenFactor(), await givenFactor()]
    const { browser } = await reachCodePage(factor)
    expect((await enter(browser, other.recoveryCodes[0])).status).toBe(400)
    expect((await enter(browser, other.code())).status).toBe(400)
  })

  it('says so where the factor was sealed under another AUTH_SECRET, which nobody’s code can mend', async () => {
    const factor = await givenFactor()
    const { id } = factor.person
    const sealed = seal('another secret of 32 characters!', id, factor.secret)
    await sqlOf(stack)`update public.totp_factors set secret = ${sealed} where profile_id = ${id}`
    const { browser } = await reachCodePage(factor)
    const answer = await enter(browser, factor.code())
    expect({ ...answer, body: JSON.parse(answer.body) }).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    })
    expect(answer.body).toContain('ask an admin')
    expect(sessionOf(stack, browser)).toBeUndefined()
  })

  it('opens one session of several right codes at once', async () => {
    const factor = await givenFactor()
    const { browser } = await reachCodePage(factor)
    const answers = await Promise.all([0, 1, 2].map(() => enter(browser, factor.code())))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await stack.services.sessions.listByUser(factor.person.id)).toHaveLength(1)
  })

  it('gives five attempts for one ticket, also when they come at once', async () => {
    const factor = await givenFactor()
    const { browser } = await reachCodePage(factor)
    const tries = await Promise.all(Array.from({ length: 8 }, () => enterFrom(browser, factor, '000000')))
    // The fifth says that it was the last.
    expect(tries.filter(({ status }) => status === 400)).toHaveLength(4)
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(4)
    expect((await enterFrom(browser, factor, factor.code())).status).toBe(401)
  })

  it('gives ten attempts an hour for one person, whatever tickets they have', async () => {
    const factor = await givenFactor()
    const statuses: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const { browser } = await reachCodePage(factor)
      for (let attempt = 0; attempt < 4; attempt += 1) {
        statuses.push((await enterFrom(browser, factor, '000000')).status)
      }
    }
    // One went to the confirmation.
    expect(statuses).toEqual([...Array<number>(9).fill(400), ...Array<number>(3).fill(429)])
  })

  it.each([
    ['no ticket', () => ({})],
    ['a made-up ticket', () => ({ plantao_second_factor: 'x'.repeat(43) })],
    ['a ticket of no shape', () => ({ plantao_second_factor: `../${'x'.repeat(5_000)}` })],
  ])('is over with %s', async (_, cookies) => {
    const factor = await givenFactor()
    const browser = browserOf(stack, { services: factor.services, cookies: cookies() })
    expect((await enter(browser, factor.code())).status).toBe(401)
  })

  it.each([undefined, null, 123_456, '', 'x'.repeat(65), ['123456'], {}])('refuses %j as a code', async (code) => {
    const factor = await givenFactor()
    const { browser } = await reachCodePage(factor)
    expect((await enter(browser, code)).status).toBe(400)
    // No attempt was counted.
    expect((await enter(browser, factor.code())).status).toBe(200)
  })

  it('lets nobody in who was switched off between the two proofs', async () => {
    const factor = await givenFactor()
    const { browser } = await reachCodePage(factor)
    await sqlOf(stack)`update public.profiles set is_active = false where id = ${factor.person.id}`
    expect((await enter(browser, factor.code())).status).toBe(403)
    expect(await stack.services.sessions.listByUser(factor.person.id)).toEqual([])
  })

  it('cannot be read with another secret, nor moved to another person', async () => {
    const [factor, thief] = [await givenFactor(), await givenFactor()]
    await sqlOf(stack)`
      update public.totp_factors set secret = (
        select secret from public.totp_factors where profile_id = ${thief.person.id}
      ) where profile_id = ${factor.person.id}`
    const { browser } = await reachCodePage(factor)
    expect((await enter(browser, thief.code())).status).toBe(409)
    expect(sessionOf(stack, browser)).toBeUndefined()
  })
})

/** The same browser at another network address: the limit by address is not what is looked at. */
async function enterFrom({ cookies }: AuthBrowser, { services }: Pick<Factor, 'services'>, code: string) {
  return enter(browserOf(stack, { services, cookies: Object.fromEntries(cookies) }), code)
}
