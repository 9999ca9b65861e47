import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { assignConversation } from '#db/queries/conversations.ts'
import { markRead } from '#db/queries/members.ts'
import { sendMessage } from '#db/queries/messages.ts'
import {
  listNotifications,
  listNotificationsAfter,
  markNotificationsRead,
  notifyOfEvent,
  readNotificationHeads,
} from '#db/queries/notifications.ts'
import { readDbEpoch } from '#db/queries/positions.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, givenConversation, type newStart, openBothWays, ways } from '#tests/support/both-ways.ts'
import { answerOf, messageOf } from '#tests/support/messages.ts'
import { givenPerson } from '#tests/support/people.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

describe.each(ways)('notifications, %s', (way) => {
  let db: Db
  let conversation: ReturnType<typeof newStart>
  let ana: string
  let bia: string
  beforeEach(async () => {
    db = both.db[way]
    // Alone in the firm: whom a rule names is then easy to say.
    await both.sql`update public.profiles set is_active = false where role <> 'visitor'`
    ana = await givenPerson(both.sql, { name: 'Ana Nova' })
    bia = await givenPerson(both.sql, { name: 'Bia Reis', role: 'admin' })
    conversation = await givenConversation(db)
  })

  /** Stores a message and notifies of it, as the job does. */
  const tell = async (message: Parameters<typeof sendMessage>[1]) => {
    await sendMessage(db, message)
    return notifyOfEvent(db, message)
  }
  const toldBy = async (message: Parameters<typeof sendMessage>[1]) =>
    ((await tell(message))?.notified ?? []).map(({ userId, notification }) => [userId, notification.kind])
  const count = async (userId: string) => {
    const { items: _, ...rest } = await listNotifications(db, { userId, limit: 1 })
    return rest
  }
  const seqs = (items: readonly { seq: number }[]) => items.map(({ seq }) => seq)

  test('a new conversation is a lead for all active staff', async () => {
    const told = await notifyOfEvent(db, conversation)
    expect(told?.epoch).toBe(await readDbEpoch(db))
    const lead = {
      seq: 1,
      kind: 'lead',
      conversationId: conversation.conversationId,
      actorName: 'Joana Prado',
      subject: 'Divórcio consensual',
      readAt: null,
    }
    expect(told?.notified).toMatchObject([ana, bia].sort().map((userId) => ({ userId, unread: 1, notification: lead })))
  })

  test('the visitor’s messages are told to all staff until somebody has answered, then to the assignee', async () => {
    expect(await toldBy(messageOf(conversation))).toEqual([ana, bia].sort().map((id) => [id, 'message']))
    await sendMessage(db, answerOf(conversation, bia))
    expect(await toldBy(messageOf(conversation))).toEqual([[bia, 'message']])
  })

  test('an assignee who was switched off is told nothing: everyone else is', async () => {
    await sendMessage(db, answerOf(conversation, bia))
    await both.sql`update public.profiles set is_active = false where id = ${bia}`
    expect(await toldBy(messageOf(conversation))).toEqual([[ana, 'message']])
  })

  test('staff’s messages are told to the visitor alone', async () => {
    expect(await toldBy(answerOf(conversation, ana))).toEqual([[conversation.visitorId, 'message']])
  })

  test('an event that is gone, or of another conversation, tells nobody', async () => {
    const other = await givenConversation(db)
    expect(await notifyOfEvent(db, { ...conversation, eventId: newId() })).toBeNull()
    expect(await notifyOfEvent(db, { conversationId: other.conversationId, eventId: conversation.eventId })).toBeNull()
  })

  test('a job that runs ten times at once tells each person once, and always answers the same', async () => {
    const message = messageOf(conversation)
    await sendMessage(db, message)
    const runs = await Promise.all(Array.from({ length: 10 }, () => notifyOfEvent(db, message)))
    for (const run of runs) expect(run).toEqual(runs[0])
    expect(await count(ana)).toMatchObject({ headSeq: 1, unread: 1 })
  })

  test('many causes at once are numbered per person without a hole', async () => {
    const messages = Array.from({ length: 30 }, () => messageOf(conversation))
    await Promise.all(messages.map(tell))
    for (const userId of [ana, bia]) {
      const { items, headSeq, unread } = await listNotificationsAfter(db, { userId, afterSeq: 0, limit: 100 })
      expect(seqs(items)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
      expect({ headSeq, unread }).toEqual({ headSeq: 30, unread: 30 })
    }
  })

  test('who has read the message by then is not told', async () => {
    const message = messageOf(conversation)
    await sendMessage(db, message)
    await markRead(db, { conversationId: conversation.conversationId, userId: ana, side: 'staff', seq: 2 })
    const told = await notifyOfEvent(db, message)
    expect(told?.notified.map(({ userId }) => userId)).toEqual([bia])
    expect(await count(ana)).toMatchObject({ headSeq: 0, unread: 0 })
  })

  test('reading a conversation reads its notifications up to there, and no others', async () => {
    const other = await givenConversation(db)
    await notifyOfEvent(db, conversation)
    await notifyOfEvent(db, other)
    await tell(messageOf(conversation))
    await tell(messageOf(conversation))
    const read = (seq: number) =>
      markRead(db, { conversationId: conversation.conversationId, userId: ana, side: 'staff', seq })

    expect(await read(2)).toMatchObject({ status: 'marked', notifications: { headSeq: 4, unread: 2 } })
    expect(await read(3)).toMatchObject({ status: 'marked', notifications: { headSeq: 4, unread: 1 } })
    const { items } = await listNotifications(db, { userId: ana, limit: 10 })
    expect(items.filter(({ readAt }) => readAt === null)).toMatchObject([{ conversationId: other.conversationId }])
    expect(await count(bia)).toMatchObject({ unread: 4 })
  })

  test('who answered has a mark already, and reading still reads what told of the message before', async () => {
    const { conversationId } = conversation
    await tell(messageOf(conversation))
    await sendMessage(db, answerOf(conversation, ana))
    expect(await count(ana)).toMatchObject({ unread: 1 })
    expect(await markRead(db, { conversationId, userId: ana, side: 'staff', seq: 3 })).toMatchObject({
      status: 'unchanged',
      notifications: { unread: 0 },
    })
  })

  test('reading what nobody was told of changes no count', async () => {
    const { conversationId } = conversation
    expect(await markRead(db, { conversationId, userId: ana, side: 'staff', seq: 1 })).toMatchObject({
      status: 'marked',
      notifications: null,
    })
  })

  test('a message that is read while it is being told of leaves nothing unread', async () => {
    const { conversationId } = conversation
    for (let seq = 2; seq < 32; seq += 1) {
      const message = messageOf(conversation)
      await sendMessage(db, message)
      await Promise.all([notifyOfEvent(db, message), markRead(db, { conversationId, userId: ana, side: 'staff', seq })])
    }
    expect(await count(ana)).toMatchObject({ unread: 0 })
  })

  test('pages go backwards from the end and forwards from a position', async () => {
    for (let index = 0; index < 5; index += 1) await tell(messageOf(conversation))
    const userId = ana
    expect(seqs((await listNotifications(db, { userId, limit: 2 })).items)).toEqual([5, 4])
    expect(seqs((await listNotifications(db, { userId, beforeSeq: 4, limit: 9 })).items)).toEqual([3, 2, 1])
    expect(seqs((await listNotificationsAfter(db, { userId, afterSeq: 2, limit: 2 })).items)).toEqual([3, 4])
    expect(await listNotificationsAfter(db, { userId, afterSeq: 5, limit: 9 })).toEqual({
      items: [],
      epoch: await readDbEpoch(db),
      headSeq: 5,
      unread: 5,
    })
  })

  test('heads come for many people at once, 0 for who was never told of anything', async () => {
    await tell(messageOf(conversation))
    await markNotificationsRead(db, { userId: bia, upToSeq: 1 })
    const nobody = newId()
    expect(await readNotificationHeads(db, [ana, bia, nobody])).toEqual({
      epoch: await readDbEpoch(db),
      heads: new Map([
        [ana, 1],
        [bia, 1],
        [nobody, 0],
      ]),
      unread: new Map([
        [ana, 1],
        [bia, 0],
        [nobody, 0],
      ]),
    })
    expect(await listNotifications(db, { userId: nobody, limit: 5 })).toMatchObject({
      items: [],
      headSeq: 0,
      unread: 0,
    })
  })

  test('reading up to a position counts what was unread, once', async () => {
    for (let index = 0; index < 3; index += 1) await tell(messageOf(conversation))
    const read = (upToSeq: number) => markNotificationsRead(db, { userId: ana, upToSeq })
    expect(await read(2)).toMatchObject({ changed: 2, headSeq: 3, unread: 1 })
    expect(await read(2)).toMatchObject({ changed: 0, headSeq: 3, unread: 1 })
    expect(await read(999)).toMatchObject({ changed: 1, headSeq: 3, unread: 0 })
    const { items } = await listNotifications(db, { userId: ana, limit: 5 })
    expect(items.every(({ readAt }) => readAt !== null)).toBe(true)
    expect(await markNotificationsRead(db, { userId: newId(), upToSeq: 5 })).toMatchObject({ changed: 0, headSeq: 0 })
  })

  test('telling, reading and assigning at once end with the count that the rows give', async () => {
    const { conversationId } = conversation
    const work = Array.from({ length: 30 }, (_, index) => [
      tell(messageOf(conversation)),
      markNotificationsRead(db, { userId: ana, upToSeq: index }),
      markRead(db, { conversationId, userId: bia, side: 'staff', seq: index + 1 }),
      assignConversation(db, {
        conversationId,
        assigneeId: [ana, bia, null][index % 3] ?? null,
        actorId: index % 2 ? ana : bia,
        jobs: [],
        audit: null,
      }),
    ])
    await Promise.all(work.flat())
    const rows = await both.sql`
      select h.head_seq = count(n.seq) and h.head_seq = max(n.seq) as is_gapless,
        h.unread = count(n.seq) filter (where n.read_at is null) as is_counted
      from public.notification_heads as h join public.notifications as n on n.user_id = h.user_id
      where h.user_id in (${ana}, ${bia}) group by h.user_id`
    expect([...rows]).toEqual(Array(2).fill({ is_gapless: true, is_counted: true }))
  })
})
