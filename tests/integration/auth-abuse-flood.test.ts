import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuthBrowser, AuthReply } from '#tests/support/auth-browser.ts'
import { browserOf, givenStaff, newAuthAddress, sessionOf, signInByLink } from '#tests/support/auth-people.ts'
import { type RedisProcess, startRedisProcess } from '#tests/support/redis-process.ts'
import { mailedTokenOf, sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

/** Nobody else's commands are counted. */
let redis: RedisProcess
let stack: TestStack

beforeAll(async () => {
  redis = await startRedisProcess()
  stack = await createTestStack({ REDIS_URL: `redis://127.0.0.1:${redis.port}` })
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
  await redis[Symbol.asyncDispose]()
})

/** `auth` of contracts/limits.ts: so many a minute. */
const most = 5

const statusesOf = (answers: readonly AuthReply[]) => answers.map(({ status }) => status)

async function repeat<T>(count: number, work: (turn: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let turn = 0; turn < count; turn += 1) results.push(await work(turn))
  return results
}

/** What a process says now and then on its own, and one question anew in five seconds about what it remembers. */
const mostCommands = 40

/** How many commands Redis got meanwhile, those inside of scripts included. */
async function counted<T>(work: () => Promise<T>) {
  const admin = redis.admin()
  const total = async () => Number(/total_commands_processed:(\d+)/.exec(await admin.info('stats'))?.[1])
  const before = await total()
  const answers = await work()
  return { answers, commands: (await total()) - before }
}

async function linksOf(email: string): Promise<number> {
  const rows = await sqlOf(stack)`select id from public.verification_tokens where identifier = ${email}`
  return rows.length
}

/** A flood as a machine sends it: one token against forged requests serves for all of it. */
const openFlood = async (browser: AuthBrowser) => floodBy(browser, await browser.csrfToken())

function floodBy(browser: AuthBrowser, csrfToken: string) {
  return (email: string, path = 'signin/email', fields: object = {}) =>
    browser.send({
      method: 'POST',
      path: path.split('/'),
      body: { csrfToken, email, callbackUrl: '/', json: 'true', ...fields },
    })
}

describe('a flood at the sign-in', () => {
  it('from one address is refused after five a minute, whoever it asks for, and told when to come back', async () => {
    const flood = await openFlood(browserOf(stack))
    const { email } = await givenStaff(stack)
    const answers = await repeat(12, (turn) => flood(turn % 2 ? email : `unknown-${turn}@garcezpalha.example`))
    expect(statusesOf(answers).slice(0, most)).not.toContain(429)
    expect(new Set(statusesOf(answers).slice(most))).toEqual(new Set([429]))
    const headers = Object.fromEntries(answers.at(-1)?.headers ?? [])
    expect(Number(headers['Retry-After'])).toBeGreaterThan(0)
    expect(Number(headers['Retry-After'])).toBeLessThanOrEqual(60)
  })

  it('at one person from many addresses is refused after five a minute, however the address is spelled', async () => {
    const { email } = await givenStaff(stack)
    const spellings = [email, email.toUpperCase(), ` ${email} `]
    const answers = await repeat(12, async (turn) => {
      const flood = await openFlood(browserOf(stack))
      return flood(spellings[turn % spellings.length] ?? email)
    })
    expect(new Set(statusesOf(answers).slice(most))).toEqual(new Set([429]))
    expect(await linksOf(email)).toBe(most)
  })

  it('of guessed links is refused after five a minute from one address', async () => {
    const flood = await openFlood(browserOf(stack))
    const answers = await repeat(8, () => flood('', 'callback/email', { token: 'A'.repeat(43) }))
    expect(new Set(statusesOf(answers).slice(most))).toEqual(new Set([429]))
  })

  it('costs Redis nothing once it is refused, not even with a cookie that looks like a session', async () => {
    const browser = browserOf(stack, { cookies: { plantao_session: 'A'.repeat(63) } })
    const flood = await openFlood(browser)
    const { email } = await givenStaff(stack)
    await repeat(most + 1, () => flood(email))
    const { commands, answers } = await counted(() =>
      repeat(500, (turn) => flood(turn % 2 ? email : `other-${turn}@garcezpalha.example`)),
    )
    expect(commands).toBeLessThan(mostCommands)
    expect(new Set(statusesOf(answers))).toEqual(new Set([429]))
  })

  it('costs Redis nothing where one person is asked for from ever other addresses, once that is refused', async () => {
    const first = browserOf(stack)
    const csrfToken = await first.csrfToken()
    const { email } = await givenStaff(stack)
    const fromElsewhere = () =>
      floodBy(browserOf(stack, { cookies: Object.fromEntries(first.cookies) }), csrfToken)(email)
    await repeat(most + 1, fromElsewhere)
    const { commands, answers } = await counted(() => repeat(500, fromElsewhere))
    expect(commands).toBeLessThan(mostCommands)
    expect(new Set(statusesOf(answers))).toEqual(new Set([429]))
  })

  it('stores nothing once it is refused, and sends nothing', async () => {
    const sql = sqlOf(stack)
    const flood = await openFlood(browserOf(stack))
    const { email } = await givenStaff(stack)
    const counts = async () => {
      const [row] = await sql`
        select (select count(*) from public.verification_tokens) as links, (select count(*) from public.outbox) as jobs`
      return row
    }
    await repeat(most + 1, () => flood(email))
    const before = await counts()
    await repeat(200, () => flood(email))
    expect(await counts()).toEqual(before)
  })

  it('keeps nobody else out', async () => {
    const flood = await openFlood(browserOf(stack))
    const [victim, other] = [await givenStaff(stack), await givenStaff(stack)]
    await repeat(40, () => flood(victim.email))
    expect(await signInByLink(stack, browserOf(stack), other.email)).toBeTruthy()
  })

  it('does not take the mail away that was on its way: the link that came signs in', async () => {
    const { email } = await givenStaff(stack)
    await browserOf(stack).askForLink(email)
    const token = await mailedTokenOf(stack, email)
    await repeat(20, async () => (await openFlood(browserOf(stack)))(email))
    const browser = browserOf(stack)
    await browser.confirm(token)
    expect(sessionOf(stack, browser)).toBeDefined()
  })

  it('without our token is no attempt: nobody else’s page uses up a visitor’s five', async () => {
    const address = newAuthAddress()
    const { email } = await givenStaff(stack)
    const forged = browserOf(stack, { address })
    await repeat(20, () => forged.send({ method: 'POST', path: ['signin', 'email'], body: { email, json: 'true' } }))
    expect(await signInByLink(stack, browserOf(stack, { address }), email)).toBeTruthy()
  })
})
