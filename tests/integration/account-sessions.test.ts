import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseRevocation } from '#server/redis/sessions/revocation.ts'
import { givenPerson } from '#tests/support/people.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'

/** A person with sessions by mailed links, from addresses of their own; the cookies in the order of their opening. */
async function givenSignedIn(count: number) {
  const { sql } = stack.services.db
  if (!sql) throw new Error('the tests have a direct pool')
  const userId = await givenPerson(sql, { role: 'lawyer' })
  const cookies: string[] = []
  for (let n = 0; n < count; n += 1) {
    const origin = { method: 'link', userAgent: firefox, address: `203.0.113.${n}` } as const
    const { token } = await stack.services.sessions.create({ userId, role: 'lawyer', origin })
    cookies.push(`plantao_session=${token}`)
  }
  const callers = cookies.map((cookie) => stack.caller({ cookie }))
  const [first, ...others] = callers
  if (!first) throw new Error('at least one session')
  return { userId, first, others }
}

test('somebody sees where they are signed in: this session first, by browser, system and address', async () => {
  const { first } = await givenSignedIn(3)
  const sessions = await first.account.sessions()
  expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false])
  expect(sessions[0]).toMatchObject({ browser: 'Firefox', system: 'Windows', device: 'computer', method: 'link' })
  expect(sessions.map(({ address }) => address).toSorted()).toEqual([0, 1, 2].map((n) => `203.0.113.${n}`))
  expect(JSON.stringify(sessions)).not.toContain('plantao_session')
})

test('one session is ended by another, once', async () => {
  const { first, others } = await givenSignedIn(2)
  const other = (await first.account.sessions()).find(({ isCurrent }) => !isCurrent)
  expect(await first.account.endSession({ id: other?.id ?? '' })).toEqual({ ended: 1 })
  expect(await others[0]?.viewer.me()).toBeNull()
  expect(await first.viewer.me()).not.toBeNull()
  await expect(first.account.endSession({ id: other?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the sessions of others are neither seen nor ended, though their ids are known', async () => {
  const [one, another] = [await givenSignedIn(1), await givenSignedIn(1)]
  const [theirs] = await another.first.account.sessions()
  expect((await one.first.account.sessions()).map(({ id }) => id)).not.toContain(theirs?.id)
  await expect(one.first.account.endSession({ id: theirs?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await another.first.viewer.me()).not.toBeNull()
})

test('all others end, and this one stays', async () => {
  const { first, others } = await givenSignedIn(4)
  expect(await first.account.endOtherSessions()).toEqual({ ended: 3 })
  for (const other of others) expect(await other.viewer.me()).toBeNull()
  expect(await first.account.sessions()).toHaveLength(1)
})

test('all end, the gateways are told, and the cookie is taken back', async () => {
  const { userId } = await givenSignedIn(1)
  const { token } = await stack.services.sessions.create({ userId, role: 'lawyer' })
  const cookies: string[] = []
  const told: unknown[] = []
  const { pubsub, sessions } = stack.services
  const unsubscribe = await pubsub.subscribe(sessions.revocationsChannel(), (text) => {
    told.push(parseRevocation(text))
  })
  const caller = stack.caller({ cookie: `plantao_session=${token}`, onCookie: (cookie) => cookies.push(cookie) })
  expect(await caller.account.endAllSessions()).toEqual({ ended: 2 })
  expect(cookies).toEqual([expect.stringMatching(/^plantao_session=; .*Max-Age=0/)])
  await expect.poll(() => told).toContainEqual(expect.objectContaining({ reason: 'all_signed_out' }))
  await unsubscribe()
})

test('a stranger has no account', async () => {
  await expect(stack.caller().account.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  await expect(stack.caller().account.sessions()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})
