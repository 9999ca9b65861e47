import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { markRead, touchLastSeen } from '#db/queries/members.ts'
import { sendMessage } from '#db/queries/messages.ts'
import { listNotifications, markNotificationsRead, notifyOfEvent } from '#db/queries/notifications.ts'
import { type BothWays, givenConversation, type newStart, openBothWays, ways } from '#tests/support/both-ways.ts'
import { messageOf } from '#tests/support/messages.ts'
import { givenPerson } from '#tests/support/people.ts'
import { startWhileHeld } from '#tests/support/start-while-held.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

describe.each(ways)('what waits for what, %s', (way) => {
  let db: Db
  let conversation: ReturnType<typeof newStart>
  let staffIds: string[]
  beforeEach(async () => {
    db = both.db[way]
    await both.sql`update public.profiles set is_active = false where role <> 'visitor'`
    staffIds = (await Promise.all(Array.from({ length: 20 }, () => givenPerson(both.sql)))).sort()
    conversation = await givenConversation(db)
  })
  const first = () => staffIds[0] ?? ''
  const middle = () => staffIds[10] ?? ''

  const markFirst = (seq: number) =>
    markRead(db, { conversationId: conversation.conversationId, userId: first(), side: 'staff', seq })
  const unreadOfFirst = async () => (await listNotifications(db, { userId: first(), limit: 1 })).unread
  const send = async () => {
    const message = messageOf(conversation)
    await sendMessage(db, message)
    return message
  }

  test('who reads while they are told, before that is committed, has nothing unread', async () => {
    const message = await send()
    await startWhileHeld<unknown>({
      sql: both.sql,
      // A notification refers to its actor: the one that is written here waits at its very end.
      hold: (tx) => tx`select id from public.profiles where id = ${conversation.visitorId} for update`,
      calls: [() => notifyOfEvent(db, message), () => markFirst(2)],
    })
    expect(await unreadOfFirst()).toBe(0)
  })

  test('who is told while they read, before that is committed, has nothing unread', async () => {
    await notifyOfEvent(db, conversation)
    const message = await send()
    await startWhileHeld<unknown>({
      sql: both.sql,
      hold: (tx) => tx`select seq from public.notifications where user_id = ${first()} for update`,
      calls: [() => markFirst(2), () => notifyOfEvent(db, message)],
    })
    expect(await unreadOfFirst()).toBe(0)
  })

  test('reading the list and reading the conversation wait for each other in one direction', async () => {
    await notifyOfEvent(db, conversation)
    await startWhileHeld<unknown>({
      sql: both.sql,
      hold: (tx) => tx`select seq from public.notifications where user_id = ${first()} for update`,
      calls: [() => markNotificationsRead(db, { userId: first(), upToSeq: 1 }), () => markFirst(1)],
    })
    expect(await unreadOfFirst()).toBe(0)
  })

  test('several who tell many people at once wait for each other in one direction', async () => {
    await notifyOfEvent(db, conversation)
    const messages = [await send(), await send(), await send()]
    await startWhileHeld<unknown>({
      sql: both.sql,
      hold: (tx) => tx`select user_id from public.notification_heads where user_id = ${middle()} for update`,
      calls: messages.map((message) => () => notifyOfEvent(db, message)),
    })
    expect(await unreadOfFirst()).toBe(4)
  })

  test('batches of who was seen wait for each other in one direction', async () => {
    const { conversationId } = conversation
    const seen = staffIds.map((userId) => ({ conversationId, userId }))
    await touchLastSeen(db, seen)
    const noted = await startWhileHeld({
      sql: both.sql,
      hold: (tx) => tx`
        select user_id from public.conversation_members
        where conversation_id = ${conversationId} and user_id = ${middle()} for update`,
      calls: [() => touchLastSeen(db, seen), () => touchLastSeen(db, seen.toReversed()), () => touchLastSeen(db, seen)],
    })
    expect(noted).toEqual([20, 20, 20])
  })
})
