import { Secret, TOTP } from 'otpauth'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import type { Role } from '#server/contracts/roles.ts'
import { settleStaffChange } from '#server/features/staff/settle-staff-change.job.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { givenPerson } from '#tests/support/people.ts'

const patience = { timeout: 25_000 }

let stack: JobStack
let worker: Worker
let admin: ReturnType<JobStack['caller']>
let adminId: string

beforeAll(async () => {
  stack = await createJobStack()
  worker = createWorker(stack.services)
  await worker.start()
  const found = (await listStaff(stack.services.db)).find(({ role }) => role === 'admin')
  adminId = found?.id ?? ''
  admin = stack.caller({ cookie: await stack.signIn({ userId: adminId, role: 'admin' }) })
})
afterAll(async () => {
  await worker.close()
  await stack[Symbol.asyncDispose]()
})

const sql = () => {
  const { sql: direct } = stack.services.db
  if (!direct) throw new Error('the tests have a direct pool')
  return direct
}
const newAddress = () => `${newId()}@garcezpalha.example`
const mailsTo = async (to: string) => (await stack.mails()).filter(({ summary }) => summary.to === to)
const sessionsOf = async (userId: string) => (await stack.services.sessions.listByUser(userId)).length
const settle = (userId: string) =>
  settleStaffChange({
    ...{ jobId: newId(), attempt: 1, isLastAttempt: false, payload: { userId, actorId: adminId } },
    ...{ services: stack.services, log: pino({ enabled: false }), signal: AbortSignal.timeout(10_000) },
  })

test('whoever is invited gets a mail with a link that only they can know', async () => {
  const email = newAddress()
  await admin.staff.invite({ name: 'Marina Prado', email, role: 'lawyer' })
  await expect.poll(() => mailsTo(email), patience).toHaveLength(1)
  const [mail] = await mailsTo(email)
  const text = JSON.stringify(mail?.request.body)
  const token = /entrar\/confirmar#token=([\w-]{43})/.exec(text)?.[1] ?? ''
  expect(token).not.toBe('')
  const stored = await sql()`
    select (select json_agg(t) from public.verification_tokens as t)::text
      || (select json_agg(o) from public.outbox as o)::text || (select json_agg(m) from public.mail_messages as m)::text
      || (select json_agg(a) from public.audit_log as a)::text as everything`
  expect(String(stored[0]?.everything)).not.toContain(token)
})

const bad = [
  ['a line break in the name', { name: 'Ana\r\nBcc: todos@exemplo.com' }, 'name'],
  ['a line break in the address', { email: 'ana@exemplo.com\nBcc: todos@exemplo.com' }, 'email'],
  ['a character that turns the reading around', { name: 'Ana \u202emoc.live' }, 'name'],
  ['half a letter', { name: 'Ana \ud800 Nova' }, 'name'],
  ['a name of letters that nobody sees', { name: '\u3164\u3164' }, 'name'],
  ['a name of no width', { name: '\u200b\u200b' }, 'name'],
  ['a mark of direction', { name: 'Ana\u200fNova' }, 'name'],
  ['a mark of Arabic direction', { name: 'Ana\u061cNova' }, 'name'],
  ['a name of signs', { name: '⠀⠀--' }, 'name'],
  ['a NUL', { name: 'Ana\u0000Nova' }, 'name'],
  ['a name of 121 letters', { name: 'a'.repeat(121) }, 'name'],
  ['a name of a megabyte', { name: 'a'.repeat(1_000_000) }, 'name'],
  ['no name', { name: ' ' }, 'name'],
  ['an address of 255 letters', { email: `${'a'.repeat(243)}@exemplo.com` }, 'email'],
  ['two addresses', { email: 'ana@exemplo.com, bia@exemplo.com' }, 'email'],
  ['an address with a name', { email: 'Ana <ana@exemplo.com>' }, 'email'],
] as const

test.each(bad)('%s is refused, and its field is named', async (_, change, field) => {
  const attempt = admin.staff.invite({ name: 'Ana Nova', email: newAddress(), role: 'attendant', ...change })
  const error: unknown = await attempt.catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'BAD_REQUEST', cause: { issues: [{ path: [field] }] } })
})

test('an address of a colleague, or of a former one, is refused by its field', async () => {
  for (const [isActive, problem] of [
    [true, 'colleague'],
    [false, 'switched off'],
  ] as const) {
    const id = await givenPerson(sql(), { isActive })
    const attempt = admin.staff.invite({ name: 'Outra Ana', email: `${id}@garcezpalha.example`, role: 'lawyer' })
    const fields = [{ path: 'email', problem: expect.stringContaining(problem) }]
    await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT', cause: { details: { fields } } })
  }
})

test('another role ends every session of the person at once, and each of an earlier role', async () => {
  const id = await givenPerson(sql(), { role: 'lawyer' })
  const cookie = await stack.signIn({ userId: id, role: 'lawyer' })
  await stack.signIn({ userId: id, role: 'lawyer' })
  await admin.staff.changeRole({ id, role: 'admin' })
  expect(await sessionsOf(id)).toBe(0)
  expect(await stack.caller({ cookie }).viewer.me()).toBeNull()
})

test('whoever is switched off is signed out, is nobody’s choice, and leaves their conversations to everyone', async () => {
  const id = await givenPerson(sql(), { role: 'attendant', name: 'Olavo Pires' })
  await stack.signIn({ userId: id, role: 'attendant' })
  const { conversation } = await startAsVisitor(stack)
  await admin.conversations.assign({ conversationId: conversation.id, assigneeId: id })
  await admin.staff.deactivate({ id })
  expect(await sessionsOf(id)).toBe(0)
  expect((await admin.conversations.assignees()).map((person) => person.id)).not.toContain(id)
  const readAssignee = async () =>
    (await sql()`select assignee_id from public.conversations where id = ${conversation.id}`)[0]?.assignee_id
  await expect.poll(readAssignee, patience).toBeNull()
  await admin.staff.reactivate({ id })
  expect((await admin.conversations.assignees()).map((person) => person.id)).toContain(id)
})

test('a session that outlived the change is ended by the job; one that began since stays', async () => {
  const id = await givenPerson(sql(), { role: 'attendant' })
  await stack.signIn({ userId: id, role: 'admin' })
  const own = await stack.signIn({ userId: id, role: 'attendant' })
  await settle(id)
  expect(await sessionsOf(id)).toBe(1)
  expect(await stack.caller({ cookie: own }).viewer.me()).toMatchObject({ id })
})

test('nobody but admins touches the firm’s people', async () => {
  const roles: readonly Role[] = ['visitor', 'client', 'attendant', 'lawyer']
  for (const role of roles) {
    const { staff } = stack.caller({ cookie: await stack.signIn({ userId: newId(), role }) })
    const id = newId()
    const attempts = [
      staff.list(),
      staff.resetSecondFactor({ id }),
      staff.invite({ name: 'Ana Nova', email: newAddress(), role: 'admin' }),
      ...[staff.resend, staff.cancel, staff.deactivate, staff.reactivate].map((call) => call({ id })),
      staff.changeRole({ id, role: 'admin' }),
    ]
    const refused = { status: 'rejected', reason: expect.objectContaining({ code: 'FORBIDDEN' }) }
    expect(await Promise.allSettled(attempts)).toEqual(attempts.map(() => refused))
  }
  await expect(admin.staff.deactivate({ id: adminId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('an admin who was switched off a moment ago does nothing to anybody, even before the session is gone', async () => {
  const id = await givenPerson(sql(), { role: 'admin' })
  const late = stack.caller({ cookie: await stack.signIn({ userId: id, role: 'admin' }) })
  const invited = await admin.staff.invite({ name: 'Ana Nova', email: newAddress(), role: 'attendant' })
  const other = await givenPerson(sql(), { role: 'lawyer' })
  const email = newAddress()
  await sql()`update public.profiles set is_active = false where id = ${id}`
  const attempts = [
    late.staff.changeRole({ id: adminId, role: 'lawyer' }),
    late.staff.invite({ name: 'Outro Admin', email, role: 'admin' }),
    late.staff.resend(invited),
    late.staff.cancel(invited),
    late.staff.resetSecondFactor({ id: other }),
  ]
  const refused = { status: 'rejected', reason: expect.objectContaining({ code: 'FORBIDDEN' }) }
  expect(await Promise.allSettled(attempts)).toEqual(attempts.map(() => refused))
  const people = await admin.staff.list()
  expect(people.filter((person) => person.email === email)).toEqual([])
  expect(people.filter((person) => person.id === invited.id)).toMatchObject([{ status: 'invited' }])
})

test('somebody erased is nobody of the firm’s any more', async () => {
  const id = await givenPerson(sql(), { role: 'lawyer' })
  await admin.staff.deactivate({ id })
  await admin.privacy.erase({ id })
  expect((await admin.staff.list()).map((person) => person.id)).not.toContain(id)
  await expect(admin.staff.reactivate({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(admin.staff.changeRole({ id, role: 'admin' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(admin.staff.resetSecondFactor({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

describe('the second factor of a colleague who lost the telephone and the codes', () => {
  async function givenFactor() {
    const id = await givenPerson(sql(), { role: 'lawyer' })
    const cookie = await stack.signIn({ userId: id, role: 'lawyer' })
    const { account } = stack.caller({ cookie })
    const { secret } = await account.beginSecondFactor()
    await account.confirmSecondFactor({ code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() })
    return { id, cookie, account }
  }
  const find = async (id: string) => (await admin.staff.list()).find((person) => person.id === id)

  test('is removed by an admin, who ends their sessions with it, and is on record', async () => {
    const { id, cookie } = await givenFactor()
    expect(await find(id)).toMatchObject({ hasSecondFactor: true })
    expect(await admin.staff.resetSecondFactor({ id })).toEqual({ id })
    expect(await find(id)).toMatchObject({ hasSecondFactor: false })
    expect(await sessionsOf(id)).toBe(0)
    expect(await stack.caller({ cookie }).viewer.me()).toBeNull()
    const rows = await sql()`
      select actor_id, action, result from public.audit_log where subject_id = ${id} and action = 'totp.reset'`
    expect(rows).toEqual([{ actor_id: adminId, action: 'totp.reset', result: 'ok' }])
  })

  test('is not one’s own to remove without a code, and who has none has none', async () => {
    const id = await givenPerson(sql(), { role: 'lawyer' })
    await expect(admin.staff.resetSecondFactor({ id: adminId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(admin.staff.resetSecondFactor({ id })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(admin.staff.resetSecondFactor({ id: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
