import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyMailEvent, beginMail, finishMail } from '#db/queries/mail-ledger.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
let admin: ReturnType<TestStack['caller']>

beforeAll(async () => {
  stack = await createTestStack()
  const [someone] = await listStaff(stack.services.db)
  admin = stack.caller({ cookie: await stack.signIn({ userId: someone?.id ?? '', role: 'admin' }) })
  for (let n = 0; n < 5; n += 1) await givenMail(`pessoa-${n}@correio.example`)
})
afterAll(() => stack[Symbol.asyncDispose]())

async function givenMail(to: string) {
  const { db } = stack.services
  const jobId = newId()
  await beginMail(db, { jobId, kind: 'firm-new-conversation', to, memoryMs: 60_000 })
  await finishMail(db, { jobId, providerId: jobId })
  return jobId
}

const bounce = (providerId: string) =>
  applyMailEvent(stack.services.db, {
    ...{ providerId, status: 'bounced', at: '2026-11-23T13:42:00Z', suppress: 'bounced' },
  })

test('only admins see whom the firm wrote to', async () => {
  for (const role of ['lawyer', 'attendant', 'visitor'] as const) {
    const other = stack.caller({ cookie: await stack.signIn({ userId: newId(), role }) })
    await expect(other.mail.messages({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(other.mail.suppressions({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(other.mail.unsuppress({ id: newId() })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  await expect(stack.caller().mail.messages({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})

test('the ledger is read page by page to its end', async () => {
  const first = await admin.mail.messages({ limit: 3, search: 'PESSOA' })
  expect(first.items.map(({ to }) => to)).toEqual([4, 3, 2].map((n) => `pessoa-${n}@correio.example`))
  const rest = await admin.mail.messages({ limit: 3, search: 'pessoa', cursor: first.nextCursor ?? undefined })
  expect(rest.items.map(({ to }) => to)).toEqual([1, 0].map((n) => `pessoa-${n}@correio.example`))
  expect(rest.nextCursor).toBeNull()
})

test('what did not arrive can be shown alone', async () => {
  await bounce(await givenMail('devolve@correio.example'))
  const { items } = await admin.mail.messages({ shown: 'undelivered' })
  expect(items.map(({ to, status }) => [to, status])).toEqual([['devolve@correio.example', 'bounced']])
  expect((await admin.mail.messages({ shown: 'underWay' })).items).toHaveLength(5)
})

test('an address is taken off the list once, and its own address is pointed out to the firm', async () => {
  const { FIRM_EMAIL } = stack.env
  await bounce(await givenMail(FIRM_EMAIL))
  const { items, own } = await admin.mail.suppressions({ search: ' contato@ ' })
  expect(own).toEqual([FIRM_EMAIL])
  expect(items.map(({ address }) => address)).toEqual([FIRM_EMAIL])
  const id = items[0]?.id ?? ''
  expect(await admin.mail.unsuppress({ id })).toEqual({ isRemoved: true })
  expect(await admin.mail.unsuppress({ id })).toEqual({ isRemoved: false })
  expect((await admin.mail.suppressions({})).own).toEqual([])
})
