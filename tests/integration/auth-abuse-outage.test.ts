import { describe, expect, it } from 'vitest'
import { freePort } from '#server/dev/ports.ts'
import { browserOf, givenStaff, sessionOf, signInByLink } from '#tests/support/auth-people.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'
import { mailedTokenOf, sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

async function openStage() {
  await using cleanup = new AsyncDisposableStack()
  const redis = cleanup.use(await startRedisProcess({ settings: ['appendonly yes', 'appendfsync always'] }))
  const stack = cleanup.use(await createTestStack({ REDIS_URL: `redis://127.0.0.1:${redis.port}` }))
  const kept = cleanup.move()
  return { redis, stack, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function countLinks(stack: TestStack): Promise<number> {
  return (await sqlOf(stack)`select id from public.verification_tokens`).length
}

/** Asks until Redis can be reached again; each try is refused before it does anything. */
const isBack = (stack: TestStack) => expect.poll(() => stack.services.redis.stateStore.command('PING').catch(() => ''))

describe.each(['down', 'frozen'])('while Redis is %s', (how) => {
  it('nobody signs in, no link is used up, and afterwards everybody goes on', async () => {
    await using stage = await openStage()
    const { redis, stack } = stage
    const { email, id } = await givenStaff(stack)
    const asking = browserOf(stack)
    const early = browserOf(stack)
    await asking.askForLink(email)
    const token = await mailedTokenOf(stack, email)
    const links = await countLinks(stack)
    const signedIn = browserOf(stack)
    const session = await signInByLink(stack, signedIn, (await givenStaff(stack)).email)
    const before = await countLinks(stack)
    expect(before).toBe(links + 1)

    await (how === 'down' ? redis.kill() : redis.freeze())
    // The limit refuses what it cannot count, and says that it is no fault of the caller's.
    const limited = [await early.askForLink(email), await early.confirm(token)]
    const asked = [await signedIn.get('session')]
    const leaving = stack.caller({ cookie: `plantao_session=${session}` }).auth.signOut()
    await expect(leaving).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    for (const { status, body } of [...limited, ...asked]) {
      expect({ status, body }).toEqual({ status: 503, body: expect.stringContaining('SERVICE_UNAVAILABLE') })
    }
    for (const { headers } of [...limited, ...asked]) {
      expect(Number(Object.fromEntries(headers)['Retry-After'])).toBeGreaterThan(0)
    }
    expect(sessionOf(stack, early)).toBeUndefined()
    expect(sessionOf(stack, signedIn)).toBe(session)
    expect(await countLinks(stack)).toBe(before)

    if (how === 'down') await redis.restart()
    else redis.thaw()
    await isBack(stack).toBe('PONG')
    // The limiter leaves Redis alone for a moment after three failures.
    await expect.poll(async () => (await early.confirm(token)).status).toBe(200)
    const opened = await stack.services.sessions.get(sessionOf(stack, early) ?? '')
    expect(opened).toMatchObject({ userId: id })
    expect(await stack.services.sessions.get(session)).not.toBeNull()
  })
})

describe('while the database is down', () => {
  it('nobody signs in, whoever is known, and no session is left behind', async () => {
    await using working = await createTestStack()
    const { email } = await givenStaff(working)
    await browserOf(working).askForLink(email)
    const token = await mailedTokenOf(working, email)
    const nowhere = await freePort()
    await using stack = await createTestStack({
      SUPABASE_URL: `http://127.0.0.1:${nowhere}`,
      DATABASE_URL: `postgres://nobody@127.0.0.1:${nowhere}/nothing`,
      REDIS_PREFIX: working.env.REDIS_PREFIX,
    })
    const browser = browserOf(stack)
    const answers = [await browser.askForLink(email), await browser.askForLink('unknown@garcezpalha.example')]
    expect(answers.map(({ status, body }) => ({ status, body }))[0]).toEqual(
      answers.map(({ status, body }) => ({ status, body }))[1],
    )
    await browser.confirm(token)
    expect(sessionOf(stack, browser)).toBeUndefined()
    const later = browserOf(working)
    await later.confirm(token)
    expect(sessionOf(working, later)).toBeDefined()
  })
})
