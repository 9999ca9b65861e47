import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { assignConversation } from '#db/queries/conversations.ts'
import { listInbox, readInboxHeads, readInboxRows, readReadMarks } from '#db/queries/inbox.ts'
import { markRead } from '#db/queries/members.ts'
import { sendMessage } from '#db/queries/messages.ts'
import { listNotifications } from '#db/queries/notifications.ts'
import { readDbEpoch } from '#db/queries/positions.ts'
import { newId } from '#server/contracts/ids.ts'
import {
  type BothWays,
  givenConversation,
  newJob,
  type newStart,
  openBothWays,
  ways,
} from '#tests/support/both-ways.ts'
import { answerOf, messageOf } from '#tests/support/messages.ts'
import { givenPerson } from '#tests/support/people.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

type Start = ReturnType<typeof newStart>
const idsOf = (starts: readonly Start[]) => starts.map(({ conversationId }) => conversationId)
const close = (conversationId: string) =>
  both.sql`update public.conversations set status = 'closed' where id = ${conversationId}`

describe.each(ways)('the inbox, %s', (way) => {
  let db: Db
  let userId: string
  let colleagueId: string
  let free: Start
  let mine: Start
  let theirs: Start
  beforeEach(async () => {
    db = both.db[way]
    await both.sql`update public.conversations set status = 'closed'`
    userId = await givenPerson(both.sql, { name: 'Eva Mello' })
    colleagueId = await givenPerson(both.sql)
    free = await givenConversation(db)
    mine = await givenConversation(db)
    theirs = await givenConversation(db)
    await sendMessage(db, answerOf(mine, userId))
    await sendMessage(db, answerOf(theirs, colleagueId))
    await sendMessage(db, messageOf(mine))
  })

  const list = async (view: 'all' | 'mine' | 'unassigned', limit = 50) =>
    (await listInbox(db, { userId, view, isOwn: false, limit })).map(({ id }) => id)

  test('each view shows its open conversations, the one that moved last first', async () => {
    await close((await givenConversation(db)).conversationId)
    expect(await list('all')).toEqual(idsOf([mine, theirs, free]))
    expect(await list('mine')).toEqual(idsOf([mine]))
    expect(await list('unassigned')).toEqual(idsOf([free]))
    expect(await list('all', 2)).toEqual(idsOf([mine, theirs]))
  })

  test('a row says what it is about, whose it is, and what the reader has read of it', async () => {
    const [first, , last] = await listInbox(db, { userId, view: 'all', isOwn: false, limit: 50 })
    expect(first).toMatchObject({
      id: mine.conversationId,
      status: 'open',
      headSeq: 3,
      preview: 'Uma pergunta',
      visitor: { id: mine.visitorId, name: 'Joana Prado' },
      assignee: { id: userId, name: 'Eva Mello' },
      product: { slug: 'divorcio-consensual', name: 'Divórcio consensual' },
      readSeq: 2,
    })
    expect(last).toMatchObject({ id: free.conversationId, headSeq: 1, assignee: null, readSeq: 0 })
  })

  test('rows are read whatever their status, and are those of the list', async () => {
    const { readSeq: _, ...shared } = (await listInbox(db, { userId, view: 'mine', isOwn: false, limit: 1 }))[0] ?? {}
    expect(await readInboxRows(db, [mine.conversationId, newId()])).toEqual([shared])
    await close(mine.conversationId)
    expect(await readInboxRows(db, [mine.conversationId])).toMatchObject([{ status: 'closed' }])
    expect(await readInboxRows(db, [])).toEqual([])
  })

  test('heads name the open conversations in the list’s order, and rise with every change', async () => {
    const before = await readInboxHeads(db, { limit: 50 })
    expect(before.epoch).toBe(await readDbEpoch(db))
    expect([...before.heads.keys()]).toEqual(idsOf([mine, theirs, free]))
    await sendMessage(db, messageOf(free))
    await close(theirs.conversationId)
    const after = await readInboxHeads(db, { limit: 50 })
    expect([...after.heads.keys()]).toEqual(idsOf([free, mine]))
    expect(after.heads.get(mine.conversationId)).toBe(before.heads.get(mine.conversationId))
    expect(after.heads.get(free.conversationId)).toBe(1 + (before.heads.get(free.conversationId) ?? 0))
    expect([...(await readInboxHeads(db, { limit: 1 })).heads.keys()]).toEqual(idsOf([free]))
  })

  test('a change by hand raises the revision too', async () => {
    const revision = async () => (await readInboxHeads(db, { limit: 50 })).heads.get(free.conversationId) ?? 0
    const before = await revision()
    await both.sql`update public.conversations set revision = 0, locale = 'en' where id = ${free.conversationId}`
    expect(await revision()).toBe(before + 1)
  })

  test('a person’s own marks are read for many conversations at once', async () => {
    await markRead(db, { conversationId: mine.conversationId, userId, side: 'staff', seq: 3 })
    const conversationIds = [...idsOf([mine, free, theirs]), newId()]
    expect(await readReadMarks(db, { userId, conversationIds })).toEqual(new Map([[mine.conversationId, 3]]))
  })

  const assign = (conversationId: string, assigneeId: string | null, actorId = userId) =>
    assignConversation(db, {
      conversationId,
      assigneeId,
      actorId,
      jobs: [newJob(conversationId)],
      audit: { action: 'conversation.assign', actorId, ip: null },
    })

  const countTraces = async (conversationId: string) => {
    const [row] = await both.sql`
      select
        (select count(*)::int from public.outbox where payload ->> 'conversationId' = ${conversationId}) as jobs,
        (select count(*)::int from public.audit_log
          where subject_id = ${conversationId} and action = 'conversation.assign') as audits`
    return row
  }

  test('a conversation is given to a colleague, who is told, and given back', async () => {
    const { conversationId } = free
    const before = await countTraces(conversationId)
    const assigned = await assign(conversationId, colleagueId)
    expect(assigned).toMatchObject({
      status: 'assigned',
      epoch: await readDbEpoch(db),
      row: { id: conversationId, assignee: { id: colleagueId } },
      notified: [
        { userId: colleagueId, unread: 1, notification: { seq: 1, kind: 'assignment', actorName: 'Eva Mello' } },
      ],
    })
    expect((await listNotifications(db, { userId: colleagueId, limit: 10 })).items).toMatchObject([
      { kind: 'assignment', conversationId, subject: 'Divórcio consensual', readAt: null },
    ])
    const given = await assign(conversationId, null)
    expect(given).toMatchObject({ status: 'assigned', row: { assignee: null }, notified: [] })
    expect(await countTraces(conversationId)).toEqual({ jobs: (before?.jobs ?? 0) + 2, audits: 2 })
  })

  test('the audit says from whom to whom', async () => {
    await assign(theirs.conversationId, userId)
    const rows = await both.sql`
      select details from public.audit_log where subject_id = ${theirs.conversationId} and action = 'conversation.assign'`
    expect([...rows]).toEqual([{ details: { from: colleagueId, to: userId } }])
  })

  test('who takes a conversation is not told, and assigning again writes nothing', async () => {
    const { conversationId } = free
    expect(await assign(conversationId, userId)).toMatchObject({ status: 'assigned', notified: [] })
    const before = await countTraces(conversationId)
    const row = await readInboxRows(db, [conversationId])
    expect(await assign(conversationId, userId)).toMatchObject({ status: 'unchanged', notified: [] })
    expect(await countTraces(conversationId)).toEqual(before)
    expect(await readInboxRows(db, [conversationId])).toEqual(row)
  })

  test('only active staff assign, to active staff, what exists and is open', async () => {
    const { conversationId } = free
    const gone = await givenPerson(both.sql, { isActive: false })
    expect(await assign(newId(), userId)).toEqual({ status: 'not_found' })
    expect(await assign(conversationId, userId, free.visitorId)).toEqual({ status: 'forbidden' })
    expect(await assign(conversationId, userId, gone)).toEqual({ status: 'forbidden' })
    expect(await assign(conversationId, gone)).toEqual({ status: 'unknown_assignee' })
    expect(await assign(conversationId, free.visitorId)).toEqual({ status: 'unknown_assignee' })
    await close(conversationId)
    expect(await assign(conversationId, userId)).toEqual({ status: 'closed' })
    expect(await readInboxRows(db, [conversationId])).toMatchObject([{ assignee: null }])
  })

  test('of two who take one conversation at once, the later one has it, and the row says so to both', async () => {
    const { conversationId } = free
    const results = await Promise.all([
      assign(conversationId, userId),
      assign(conversationId, colleagueId, colleagueId),
    ])
    const rows = results.flatMap((result) => ('row' in result ? [result.row] : []))
    const [newest] = rows.toSorted((a, b) => b.revision - a.revision)
    expect(await readInboxRows(db, [conversationId])).toEqual([newest])
  })
})
