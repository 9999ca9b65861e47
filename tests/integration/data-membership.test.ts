import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { assignConversation, findConversationReaders, listConversationsOfStaff } from '#db/queries/conversations.ts'
import { listInbox } from '#db/queries/inbox.ts'
import { markRead } from '#db/queries/members.ts'
import { sendMessage } from '#db/queries/messages.ts'
import { notifyOfEvent } from '#db/queries/notifications.ts'
import { requestPayment } from '#db/queries/payments.ts'
import { newId } from '#server/contracts/ids.ts'
import type { Role } from '#server/contracts/roles.ts'
import { type BothWays, givenConversation, openBothWays, ways } from '#tests/support/both-ways.ts'
import { answerOf, messageOf } from '#tests/support/messages.ts'
import { givenPerson } from '#tests/support/people.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(() => both[Symbol.asyncDispose]())

describe.each(ways)('who takes part in a conversation, %s', (way) => {
  let db: Db
  let at: Awaited<ReturnType<typeof givenConversation>>
  let lawyerId: string
  let attendantId: string
  beforeEach(async () => {
    db = both.db[way]
    at = await givenConversation(db)
    lawyerId = await givenPerson(both.sql, { role: 'lawyer', name: 'Lia Advogada' })
    attendantId = await givenPerson(both.sql)
  })

  const assignTo = (assigneeId: string | null, actorId = attendantId) =>
    assignConversation(db, { ...at, assigneeId, actorId, jobs: [], audit: null })
  const staffIds = async () => (await findConversationReaders(db, at.conversationId))?.staffIds

  /** Everything that one writes there as staff, by its answer. */
  async function write(staffId: string): Promise<string[]> {
    const { conversationId } = at
    const audit = { action: 'payment.request', actorId: staffId, ip: null } as const
    const payment = { paymentId: newId(), conversationId, staffId, amountCents: 1_000, description: 'Consulta' }
    const answers = [
      await markRead(db, { conversationId, userId: staffId, side: 'staff', seq: 1 }),
      await requestPayment(db, { ...payment, provider: 'mercado-pago', jobs: [], audit }),
      await sendMessage(db, answerOf(at, staffId)),
      await assignTo(staffId, staffId),
    ]
    return answers.map(({ status }) => status)
  }
  const refused = Array.from({ length: 4 }, () => 'forbidden')

  test('a lawyer writes nothing in a conversation that is not theirs', async () => {
    expect(await write(lawyerId)).toEqual(refused)
    expect(await staffIds()).toEqual([])
  })

  test('whom it is given to takes part, and still does when it is given to another', async () => {
    const successorId = await givenPerson(both.sql, { role: 'lawyer' })
    await assignTo(lawyerId)
    await assignTo(successorId)
    await assignTo(null)
    expect(await staffIds()).toEqual([lawyerId, successorId])
    expect(await write(lawyerId)).toEqual(['marked', 'requested', 'stored', 'unchanged'])
    await assignTo(null)
    expect(await write(successorId)).not.toContain('forbidden')
    expect(await staffIds()).toEqual([lawyerId, successorId])
  })

  test('the front desk takes part in all of them, and who answers is remembered, once', async () => {
    for (const role of ['attendant', 'admin'] satisfies Role[]) {
      const id = await givenPerson(both.sql, { role })
      await sendMessage(db, answerOf(at, id))
      await sendMessage(db, answerOf(at, id))
      expect((await staffIds())?.filter((staffId) => staffId === id)).toEqual([id])
    }
    // Once a lawyer, they may go on with what they have answered, and with nothing else.
    await both.sql`update public.profiles set role = 'lawyer' where id in ${both.sql((await staffIds()) ?? [])}`
    for (const id of (await staffIds()) ?? []) expect(await write(id)).not.toContain('forbidden')
    at = await givenConversation(db)
    expect(await write(attendantId)).not.toContain('forbidden')
    await both.sql`update public.profiles set role = 'lawyer' where id = ${attendantId}`
    at = await givenConversation(db)
    expect(await write(attendantId)).toEqual(refused)
  })

  test('nobody takes part who was switched off, or on a side that is not theirs', async () => {
    await assignTo(lawyerId)
    await both.sql`update public.profiles set is_active = false where id in ${both.sql([lawyerId, attendantId])}`
    expect(await write(lawyerId)).toEqual(refused)
    expect(await write(attendantId)).toEqual(refused)
    expect(await write(at.visitorId)).toEqual(refused)
    const other = await givenConversation(db)
    expect(await sendMessage(db, { ...messageOf(at), authorId: other.visitorId })).toEqual({ status: 'forbidden' })
    expect(await sendMessage(db, { ...messageOf(at), authorId: lawyerId })).toEqual({ status: 'forbidden' })
  })

  test('a conversation that is put to somebody past the application is theirs, too', async () => {
    await both.sql`update public.conversations set assignee_id = ${lawyerId} where id = ${at.conversationId}`
    await both.sql`update public.conversations set assignee_id = null where id = ${at.conversationId}`
    expect(await staffIds()).toEqual([lawyerId])
    const id = newId()
    await both.sql`
      insert into public.conversations (id, request_id, visitor_id, assignee_id, locale)
      values (${id}, ${newId()}, ${at.visitorId}, ${lawyerId}, 'en')`
    expect(await findConversationReaders(db, id)).toEqual({ visitorId: at.visitorId, staffIds: [lawyerId] })
    expect(await findConversationReaders(db, newId())).toBeNull()
  })

  test('lists of a lawyer hold what they take part in, whoever has it now', async () => {
    const [given, free, passedOn] = [at, await givenConversation(db), await givenConversation(db)]
    await assignTo(lawyerId)
    for (const assigneeId of [lawyerId, attendantId, null]) {
      at = passedOn
      await assignTo(assigneeId)
    }
    const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
    const inbox = async (view: 'all' | 'mine' | 'unassigned') =>
      ids(await listInbox(db, { userId: lawyerId, view, isOwn: true, limit: 50 }))
    const [last, first] = [passedOn.conversationId, given.conversationId]
    expect(await inbox('all')).toEqual([last, first])
    expect(await inbox('mine')).toEqual([first])
    expect(await inbox('unassigned')).toEqual([last])
    expect(ids(await listConversationsOfStaff(db, { staffId: lawyerId, limit: 50 }))).toEqual([last, first])
    const firm = ids(await listInbox(db, { userId: attendantId, view: 'all', isOwn: false, limit: 50 }))
    expect(firm).toEqual(expect.arrayContaining([last, free.conversationId, first]))
  })

  test('of a lead and of an unassigned conversation the front desk is told, and the lawyers in it', async () => {
    const tell = async (event: { readonly conversationId: string; readonly eventId: string }) =>
      ((await notifyOfEvent(db, event))?.notified ?? []).map(({ userId }) => userId)
    const lead = await tell(at)
    expect(lead).toContain(attendantId)
    expect(lead).not.toContain(lawyerId)
    await assignTo(lawyerId)
    await assignTo(null)
    const message = messageOf(at)
    await sendMessage(db, message)
    const told = await tell(message)
    expect(told).toEqual(expect.arrayContaining([attendantId, lawyerId]))
    const strangers = await both.sql`
      select id from public.profiles where role = 'lawyer' and id <> ${lawyerId} and id in ${both.sql(told)}`
    expect(strangers).toEqual([])
  })
})
