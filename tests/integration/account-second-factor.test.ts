import { Secret, TOTP } from 'otpauth'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { jobs } from '#server/contracts/jobs.ts'
import { endSessions } from '#server/features/account/end-sessions.job.ts'
import { givenPerson } from '#tests/support/people.ts'
import { sqlOf } from '#tests/support/sign-in-links.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const stepMs = 30_000
const wrong = { code: 'BAD_REQUEST', cause: { details: { fields: [{ path: 'code' }] } } }

const tokenOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1)

async function givenLawyer() {
  const userId = await givenPerson(sqlOf(stack), { role: 'lawyer' })
  const signIn = () => stack.signIn({ userId, role: 'lawyer' })
  const cookie = await signIn()
  return { userId, cookie, signIn, account: stack.caller({ cookie }).account }
}

/** A second factor in use; the app's code of the half minute after the one that confirmed it, and the recovery codes. */
async function givenSecondFactor() {
  const person = await givenLawyer()
  const { account } = person
  const { secret } = await account.beginSecondFactor()
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  const now = Date.now()
  const { recoveryCodes } = await account.confirmSecondFactor({ code: app.generate({ timestamp: now }) })
  const [used, next] = [app.generate({ timestamp: now }), app.generate({ timestamp: now + stepMs })]
  return { ...person, used, next, recoveryCodes }
}

test('a second factor is in use once its first code came back', async () => {
  const { account } = await givenLawyer()
  expect(await account.secondFactor()).toEqual({ isEnabled: false, enabledAt: null, recoveryCodesLeft: 0 })
  const { uri } = await account.beginSecondFactor()
  expect(uri).toMatch(/^otpauth:\/\/totp\//)
  expect(await account.secondFactor()).toMatchObject({ isEnabled: false })
  await expect(account.confirmSecondFactor({ code: 'abcdef' })).rejects.toMatchObject(wrong)
  expect(await account.secondFactor()).toMatchObject({ isEnabled: false })
  expect(await (await givenSecondFactor()).account.secondFactor()).toMatchObject({
    isEnabled: true,
    recoveryCodesLeft: 10,
  })
})

test('one in use is not replaced without its own code', async () => {
  const { account } = await givenSecondFactor()
  await expect(account.beginSecondFactor()).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a code that was used changes nothing; the next one makes other recovery codes', async () => {
  const { account, used, next, recoveryCodes } = await givenSecondFactor()
  await expect(account.renewRecoveryCodes({ code: used })).rejects.toMatchObject(wrong)
  const renewed = await account.renewRecoveryCodes({ code: next })
  expect(renewed.recoveryCodes).toHaveLength(10)
  expect(renewed.recoveryCodes).not.toContain(recoveryCodes[0])
  await expect(account.disableSecondFactor({ code: recoveryCodes[0] ?? '' })).rejects.toMatchObject(wrong)
  expect(await account.disableSecondFactor({ code: renewed.recoveryCodes[0] ?? '' })).toMatchObject({
    isEnabled: false,
  })
})

test('ten attempts an hour are too many', async () => {
  const { account } = await givenSecondFactor()
  const attempts = Array.from({ length: 12 }, () => account.disableSecondFactor({ code: '000 000' }))
  const refusals = await Promise.allSettled(attempts)
  expect(refusals.every(({ status }) => status === 'rejected')).toBe(true)
  const codes = refusals.map((refusal) => (refusal.status === 'rejected' ? refusal.reason.code : ''))
  expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS').length).toBeGreaterThanOrEqual(2)
  expect(await account.secondFactor()).toMatchObject({ isEnabled: true })
})

test('it is for staff alone', async () => {
  for (const role of ['visitor', 'client'] as const) {
    const { account } = stack.caller({ cookie: await stack.signIn({ userId: newId(), role }) })
    await expect(account.beginSecondFactor()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(account.secondFactor()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
})

describe('sessions that were opened by the link alone', () => {
  const isAlive = async (cookie: string) => (await stack.services.sessions.get(tokenOf(cookie))) !== null

  /** A second factor about to be confirmed, beside a session elsewhere. */
  async function givenBegun() {
    const person = await givenLawyer()
    const elsewhere = await person.signIn()
    const { secret } = await person.account.beginSecondFactor()
    return { ...person, elsewhere, code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() }
  }

  test('end with the confirmation of a second factor, but the one that confirms it', async () => {
    const { account, cookie, elsewhere, code } = await givenBegun()
    await expect(account.confirmSecondFactor({ code: 'abcdef' })).rejects.toMatchObject(wrong)
    expect(await isAlive(elsewhere)).toBe(true)
    await account.confirmSecondFactor({ code })
    expect([await isAlive(cookie), await isAlive(elsewhere)]).toEqual([true, false])
  })

  test('end as well when the second factor is disabled, by a right code', async () => {
    const { account, cookie, signIn, recoveryCodes } = await givenSecondFactor()
    const elsewhere = await signIn()
    await expect(account.disableSecondFactor({ code: '000000' })).rejects.toMatchObject(wrong)
    expect(await isAlive(elsewhere)).toBe(true)
    await account.disableSecondFactor({ code: recoveryCodes[0] ?? '' })
    expect([await isAlive(cookie), await isAlive(elsewhere)]).toEqual([true, false])
  })

  test('are ended by a job where the process died before, and what was opened since stays', async () => {
    const { userId, cookie, signIn } = await givenSecondFactor()
    const [job] = await sqlOf(stack)`
      select payload from public.outbox where name = 'end-sessions' and payload ->> 'userId' = ${userId}`
    const elsewhere = await signIn()
    const run = (openedBeforeMs: number) =>
      endSessions({
        ...{ jobId: newId(), attempt: 1, isLastAttempt: false, services: stack.services },
        payload: { ...jobs['end-sessions'].payload.parse(job?.payload), openedBeforeMs },
        ...{ log: pino({ enabled: false }), signal: AbortSignal.timeout(10_000) },
      })
    const { createdAtMs } = (await stack.services.sessions.get(tokenOf(elsewhere))) ?? { createdAtMs: 0 }
    await run(createdAtMs)
    expect([await isAlive(cookie), await isAlive(elsewhere)]).toEqual([true, true])
    await run(createdAtMs + 1)
    expect([await isAlive(cookie), await isAlive(elsewhere)]).toEqual([true, false])
  })
})
