import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { assignConversation } from '#db/queries/conversations.ts'
import { markRead, readMembers, touchLastSeen } from '#db/queries/members.ts'
import { sendMessage } from '#db/queries/messages.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, givenConversation, type newStart, openBothWays, ways } from '#tests/support/both-ways.ts'
import { answerOf, messageOf } from '#tests/support/messages.ts'
import { givenPerson } from '#tests/support/people.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

describe.each(ways)('members of a conversation, %s', (way) => {
  let db: Db
  let conversation: ReturnType<typeof newStart>
  let staffId: string
  beforeEach(async () => {
    db = both.db[way]
    conversation = await givenConversation(db)
    staffId = await givenPerson(both.sql)
  })

  const markBy = (userId: string, side: 'visitor' | 'staff', seq: number) =>
    markRead(db, { conversationId: conversation.conversationId, userId, side, seq })
  const markByStaff = (seq: number) => markBy(staffId, 'staff', seq)

  test('a read mark rises and never falls, whichever of fifty marks arrives last', async () => {
    for (let count = 0; count < 9; count += 1) await sendMessage(db, messageOf(conversation))
    expect(await markByStaff(4)).toMatchObject({ status: 'marked', readSeq: 4 })
    expect(await markByStaff(3)).toEqual({ status: 'unchanged', readSeq: 4, notifications: null })
    expect(await markByStaff(4)).toMatchObject({ status: 'unchanged', readSeq: 4 })
    const seqs = Array.from({ length: 50 }, (_, index) => (index % 10) + 1)
    await Promise.all(seqs.map(markByStaff))
    expect(await markByStaff(1)).toMatchObject({ status: 'unchanged', readSeq: 10 })
  })

  test('a mark stays at the head, however far ahead it claims to be', async () => {
    expect(await markByStaff(999_999)).toMatchObject({ status: 'marked', readSeq: 1 })
  })

  test('a mark of nothing changes nothing', async () => {
    expect(await markByStaff(0)).toEqual({ status: 'unchanged', readSeq: 0, notifications: null })
    expect(await readMembers(db, conversation.conversationId)).toHaveLength(1)
  })

  test('the visitor may mark their own conversation, nobody else’s, and not as staff', async () => {
    const stranger = await givenConversation(db)
    expect(await markBy(conversation.visitorId, 'visitor', 1)).toMatchObject({ status: 'unchanged', readSeq: 1 })
    expect(await markBy(stranger.visitorId, 'visitor', 1)).toEqual({ status: 'forbidden' })
    expect(await markBy(conversation.visitorId, 'staff', 1)).toEqual({ status: 'forbidden' })
  })

  test('staff who were switched off mark nothing, nor is anything marked that does not exist', async () => {
    const gone = await givenPerson(both.sql, { isActive: false })
    expect(await markBy(gone, 'staff', 1)).toEqual({ status: 'forbidden' })
    const nowhere = { conversationId: newId(), userId: staffId, side: 'staff' as const, seq: 1 }
    expect(await markRead(db, nowhere)).toEqual({ status: 'not_found' })
  })

  test('marking does not make the conversation’s row a newer one', async () => {
    const revision = async () =>
      (await both.sql`select revision from public.conversations where id = ${conversation.conversationId}`)[0]
    const before = await revision()
    await markByStaff(1)
    expect(await revision()).toEqual(before)
  })

  test('members are the visitor, the assignee, then who was here, the last one first', async () => {
    const { conversationId, visitorId } = conversation
    const [assignee, writer, reader] = [
      await givenPerson(both.sql, { name: 'Bia' }),
      await givenPerson(both.sql, { name: 'Caio' }),
      await givenPerson(both.sql, { name: 'Davi' }),
    ]
    await sendMessage(db, answerOf(conversation, writer))
    await markBy(reader, 'staff', 1)
    await assignConversation(db, { conversationId, assigneeId: assignee, actorId: writer, jobs: [], audit: null })
    await touchLastSeen(db, [{ conversationId, userId: staffId }])

    const members = await readMembers(db, conversationId)
    expect(members.map(({ lastSeenAt: _, ...member }) => member)).toEqual([
      { userId: visitorId, name: 'Joana Prado', side: 'visitor', readSeq: 1 },
      { userId: assignee, name: 'Bia', side: 'staff', readSeq: 0 },
      { userId: staffId, name: 'Ana Nova', side: 'staff', readSeq: 0 },
      { userId: reader, name: 'Davi', side: 'staff', readSeq: 1 },
      { userId: writer, name: 'Caio', side: 'staff', readSeq: 2 },
    ])
    expect(members.map(({ lastSeenAt }) => lastSeenAt === null)).toEqual([false, true, false, false, false])
  })

  test('a conversation that does not exist has no members', async () => {
    expect(await readMembers(db, newId())).toEqual([])
  })

  test('a crowd is cut to a hundred, visitor and assignee among them', async () => {
    await both.sql`
      with crowd as (
        insert into public.profiles (role, name)
        select 'attendant', 'Pessoa ' || n from generate_series(1, 150) as n returning id
      )
      insert into public.conversation_members (conversation_id, user_id, last_seen_at)
      select ${conversation.conversationId}, id, now() + interval '1 hour' from crowd`
    await sendMessage(db, answerOf(conversation, staffId))
    const members = await readMembers(db, conversation.conversationId)
    expect(members).toHaveLength(100)
    expect(members.slice(0, 2).map(({ userId }) => userId)).toEqual([conversation.visitorId, staffId])
  })

  test('last seen is noted in batches, once each, and never goes back', async () => {
    const { conversationId, visitorId } = conversation
    const lastSeen = async () => (await readMembers(db, conversationId))[0]?.lastSeenAt ?? ''
    const before = await lastSeen()
    const seen = [
      { conversationId, userId: visitorId },
      { conversationId, userId: visitorId },
      { conversationId, userId: staffId },
      { conversationId, userId: newId() },
      { conversationId: newId(), userId: visitorId },
    ]
    expect(await touchLastSeen(db, seen)).toBe(2)
    const after = await lastSeen()
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before))

    await both.sql`
      update public.conversation_members set last_seen_at = now() + interval '1 hour'
      where conversation_id = ${conversationId} and user_id = ${visitorId}`
    const ahead = await lastSeen()
    await touchLastSeen(db, seen)
    expect(await lastSeen()).toBe(ahead)
    expect(await touchLastSeen(db, [])).toBe(0)
  })

  test('batches, marks and sends over the same people do not wait for each other in a circle', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => givenPerson(both.sql)))
    const { conversationId } = conversation
    const seen = people.map((userId) => ({ conversationId, userId }))
    const rounds = Array.from({ length: 20 }, (_, round) => [
      touchLastSeen(db, round % 2 ? seen : seen.toReversed()),
      ...people.map((userId) => markBy(userId, 'staff', round + 1)),
      sendMessage(db, answerOf(conversation, people[round % people.length] ?? '')),
    ])
    await Promise.all(rounds.flat())
    expect(await readMembers(db, conversationId)).toHaveLength(7)
  })
})

test('in the seed, who wrote has read, and of a closed conversation everything', async () => {
  const rows = await both.sql`
    select c.status, bool_and(m.read_seq is not null) as is_marked, bool_and(m.read_seq = c.head_seq) as is_read
    from public.conversations as c
    join (select distinct conversation_id, author_id from public.conversation_events) as e on e.conversation_id = c.id
    left join public.conversation_members as m on m.conversation_id = c.id and m.user_id = e.author_id
    join public.profiles as p on p.id = c.visitor_id
    where p.email in ('mariana.alves@correio.example', 'familia.brandao@correio.example')
    group by c.id order by c.status`
  expect([...rows]).toEqual([
    { status: 'closed', is_marked: true, is_read: true },
    { status: 'open', is_marked: true, is_read: false },
  ])
})
