import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { findConversation } from '#db/queries/conversations.ts'
import { readInboxRows, readReadMarks } from '#db/queries/inbox.ts'
import { listEvents, listEventsBefore, readHead, sendMessage } from '#db/queries/messages.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { isFrontDesk } from '#server/contracts/roles.ts'
import {
  type BothWays,
  givenConversation,
  newJob,
  type newStart,
  openBothWays,
  ways,
} from '#tests/support/both-ways.ts'
import { answerOf, messageOf } from '#tests/support/messages.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const anyStaff = async (db: Db) => {
  const [first] = await listStaff(db)
  if (!first) throw new Error('the seed has staff')
  return first
}

const countJobs = async (conversationId: string): Promise<number> => {
  const rows = await both.sql`
    select id from public.outbox where payload ->> 'conversationId' = ${conversationId}`
  return rows.length
}

describe.each(ways)('messages, %s', (way) => {
  let db: Db
  let conversation: ReturnType<typeof newStart>
  beforeEach(async () => {
    db = both.db[way]
    conversation = await givenConversation(db)
  })

  test('fifty sends at once are numbered without a hole, in the order of their time', async () => {
    const messages = Array.from({ length: 50 }, (_, index) => messageOf(conversation, `Mensagem ${index}`))
    const results = await Promise.all(messages.map((message) => sendMessage(db, message)))
    expect(results.every(({ status }) => status === 'stored')).toBe(true)

    const events = await listEvents(db, { conversationId: conversation.conversationId, afterSeq: 0, limit: 100 })
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1))
    expect(events.map(({ createdAt }) => createdAt)).toEqual(events.map(({ createdAt }) => createdAt).sort())
    expect(await readHead(db, conversation.conversationId)).toBe(51)
  })

  test('ten attempts of one send store one event and one job, and all get that event', async () => {
    const message = messageOf(conversation)
    const attempts = Array.from({ length: 10 }, () => ({
      ...message,
      eventId: newId(),
      jobs: [newJob(conversation.conversationId)],
    }))
    const results = await Promise.all(attempts.map((attempt) => sendMessage(db, attempt)))

    expect(results.map(({ status }) => status).sort()).toEqual([...Array(9).fill('duplicate'), 'stored'])
    expect(new Set(results.map((result) => ('event' in result ? result.event.id : ''))).size).toBe(1)
    expect(await readHead(db, conversation.conversationId)).toBe(2)
    expect(await countJobs(conversation.conversationId)).toBe(1)
  })

  test('two authors may choose the same client id', async () => {
    const staff = await anyStaff(db)
    const message = messageOf(conversation)
    await sendMessage(db, message)
    const answer = { ...message, authorId: staff.id, authorSide: 'staff' as const, eventId: newId(), jobs: [] }
    expect((await sendMessage(db, answer)).status).toBe('stored')
  })

  test('the event carries author, time and text, and the conversation shows it', async () => {
    const body = `${'á'.repeat(200)} fim`
    const message = messageOf(conversation, body)
    const result = await sendMessage(db, message)
    expect(result).toMatchObject({
      status: 'stored',
      event: {
        kind: 'message',
        conversationId: conversation.conversationId,
        seq: 2,
        id: message.eventId,
        clientMsgId: message.clientMsgId,
        author: { id: conversation.visitorId, name: 'Joana Prado', side: 'visitor' },
        body,
      },
      participants: { visitorId: conversation.visitorId, assigneeId: null },
      row: { id: conversation.conversationId, headSeq: 2, preview: body.slice(0, 140), assignee: null },
    })
    expect(await findConversation(db, conversation.conversationId)).toMatchObject({
      headSeq: 2,
      preview: body.slice(0, 140),
      assignee: null,
    })
  })

  test('the first staff member to answer becomes the assignee, the second does not', async () => {
    const [first, second] = (await listStaff(db)).filter(({ role }) => isFrontDesk(role))
    const answerBy = (authorId: string | undefined) =>
      sendMessage(db, { ...messageOf(conversation), authorId: authorId ?? '', authorSide: 'staff' })
    expect(await answerBy(first?.id)).toMatchObject({ participants: { assigneeId: first?.id } })
    expect(await answerBy(second?.id)).toMatchObject({ participants: { assigneeId: first?.id } })
  })

  test('a send answers the row that lists of staff show, a later one a greater revision', async () => {
    const staff = await anyStaff(db)
    const first = await sendMessage(db, messageOf(conversation))
    const second = await sendMessage(db, answerOf(conversation, staff.id))
    expect(second).toMatchObject({
      row: { headSeq: 3, preview: 'Uma resposta', assignee: { id: staff.id, name: staff.name } },
    })
    const rows = [first, second].map((sent) => ('row' in sent ? sent.row : undefined))
    expect(rows[1]).toEqual((await readInboxRows(db, [conversation.conversationId]))[0])
    expect(rows[1]?.revision).toBeGreaterThan(rows[0]?.revision ?? Number.POSITIVE_INFINITY)
  })

  test('a retry answers the row as it is now, and moves neither it nor a read mark', async () => {
    const message = messageOf(conversation)
    await sendMessage(db, message)
    const answered = await sendMessage(db, answerOf(conversation, (await anyStaff(db)).id))
    const retried = await sendMessage(db, message)
    expect(retried).toMatchObject({ status: 'duplicate', event: { seq: 2 }, row: { headSeq: 3 } })
    expect('row' in retried && retried.row).toEqual('row' in answered && answered.row)
    const marks = await readReadMarks(db, {
      userId: conversation.visitorId,
      conversationIds: [conversation.conversationId],
    })
    expect(marks).toEqual(new Map([[conversation.conversationId, 2]]))
  })

  test('who writes has read up to what they wrote', async () => {
    const staff = await anyStaff(db)
    const conversationIds = [conversation.conversationId]
    const markOf = async (userId: string) =>
      (await readReadMarks(db, { userId, conversationIds })).get(conversation.conversationId)
    expect(await markOf(conversation.visitorId)).toBe(1)
    await sendMessage(db, messageOf(conversation))
    await sendMessage(db, answerOf(conversation, staff.id))
    expect(await markOf(conversation.visitorId)).toBe(2)
    expect(await markOf(staff.id)).toBe(3)
  })

  test('another visitor is forbidden, and stores nothing', async () => {
    const stranger = await givenConversation(db)
    const message = { ...messageOf(conversation), authorId: stranger.visitorId }
    expect(await sendMessage(db, message)).toEqual({ status: 'forbidden' })
    expect(await readHead(db, conversation.conversationId)).toBe(1)
    expect(await countJobs(conversation.conversationId)).toBe(0)
  })

  test('a visitor who claims to be staff is forbidden', async () => {
    const message = { ...messageOf(conversation), authorSide: 'staff' as const }
    expect(await sendMessage(db, message)).toEqual({ status: 'forbidden' })
  })

  test('a staff member who was switched off is forbidden', async () => {
    const id = newId()
    await both.sql`
      insert into public.profiles (id, role, name, email, is_active)
      values (${id}, 'lawyer', 'Saiu', ${`${id}@garcezpalha.example`}, false)`
    const message = { ...messageOf(conversation), authorId: id, authorSide: 'staff' as const }
    expect(await sendMessage(db, message)).toEqual({ status: 'forbidden' })
  })

  test('a closed conversation takes no message, but a retry still gets the stored one', async () => {
    const message = messageOf(conversation)
    await sendMessage(db, message)
    await both.sql`update public.conversations set status = 'closed' where id = ${conversation.conversationId}`
    expect(await sendMessage(db, messageOf(conversation))).toEqual({ status: 'closed' })
    expect(await sendMessage(db, message)).toMatchObject({ status: 'duplicate', event: { id: message.eventId } })
  })

  test('an unknown conversation is not found', async () => {
    const message = { ...messageOf(conversation), conversationId: newId() }
    expect(await sendMessage(db, message)).toEqual({ status: 'not_found' })
    expect(await readHead(db, message.conversationId)).toBeNull()
  })

  test.each([
    ['too long', 'a'.repeat(4_001)],
    ['empty', ''],
    ['blank', ' \n\t '],
  ])('a text that is %s is refused by the database too, and the number is not used up', async (_, body) => {
    await expect(sendMessage(db, messageOf(conversation, body))).rejects.toMatchObject({
      name: 'DatabaseError',
      sqlState: '23514',
    })
    expect(await readHead(db, conversation.conversationId)).toBe(1)
    expect(await countJobs(conversation.conversationId)).toBe(0)
  })

  test('a text of 4 000 characters is stored whole', async () => {
    const body = '😀'.repeat(2_000)
    expect(await sendMessage(db, messageOf(conversation, body))).toMatchObject({ status: 'stored', event: { body } })
  })

  test('a job that cannot be stored takes the message with it', async () => {
    const job = { ...newJob(), version: 0 }
    await expect(sendMessage(db, { ...messageOf(conversation), jobs: [job] })).rejects.toMatchObject({
      sqlState: '23514',
    })
    expect(await readHead(db, conversation.conversationId)).toBe(1)
  })

  test('history is read forwards from a position and backwards from the end', async () => {
    const { conversationId } = conversation
    for (let count = 0; count < 6; count += 1) await sendMessage(db, messageOf(conversation))
    const seqs = (events: readonly { seq: number }[]) => events.map(({ seq }) => seq)

    expect(seqs(await listEvents(db, { conversationId, afterSeq: 2, limit: 3 }))).toEqual([3, 4, 5])
    expect(seqs(await listEvents(db, { conversationId, afterSeq: 7, limit: 3 }))).toEqual([])
    expect(seqs(await listEventsBefore(db, { conversationId, limit: 3 }))).toEqual([5, 6, 7])
    expect(seqs(await listEventsBefore(db, { conversationId, beforeSeq: 5, limit: 3 }))).toEqual([2, 3, 4])
    expect(seqs(await listEventsBefore(db, { conversationId, beforeSeq: 1, limit: 3 }))).toEqual([])
  })
})
