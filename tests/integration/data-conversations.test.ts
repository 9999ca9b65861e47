import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import {
  findConversation,
  listConversationsOfVisitor,
  listOpenConversations,
  startConversation,
} from '#db/queries/conversations.ts'
import { readConversationForMail } from '#db/queries/mail.ts'
import { listEvents, sendMessage } from '#db/queries/messages.ts'
import { findProfile, listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, newJob, newStart, openBothWays, ways } from '#tests/support/both-ways.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

/** A later attempt of the same start: the browser's ids stay, the server's are new. */
const retryOf = (start: ReturnType<typeof newStart>) => ({
  ...start,
  conversationId: newId(),
  visitorId: newId(),
  leadId: newId(),
  eventId: newId(),
  jobs: [newJob()],
})

/** Rows that a start of this request left, by table. */
const countRows = async (start: ReturnType<typeof newStart>) => {
  const [row] = await both.sql`
    select
      (select count(*)::int from public.conversations where request_id = ${start.requestId}) as conversations,
      (select count(*)::int from public.profiles where id = ${start.visitorId}) as profiles,
      (select count(*)::int from public.leads where id = ${start.leadId}) as leads,
      (select count(*)::int from public.conversation_events where id = ${start.eventId}) as events,
      (select count(*)::int from public.outbox where id = ${start.jobs[0]?.id ?? ''}) as jobs,
      (select count(*)::int from public.audit_log where subject_id = ${start.conversationId}) as audits`
  return row
}

const all = { conversations: 1, profiles: 1, leads: 1, events: 1, jobs: 1, audits: 1 }
const none = { conversations: 0, profiles: 0, leads: 0, events: 0, jobs: 0, audits: 0 }

/** Holds the calls inside the database, past what they can see of each other, until all of them wait; then lets go. */
async function allAtOnce<T>(start: () => Promise<T>[]): Promise<T[]> {
  let calls: Promise<T[]> | undefined
  await both.sql.begin(async (tx) => {
    // A new conversation refers to its service, so it waits for this lock.
    await tx`select id from public.products where slug = 'divorcio-consensual' for update`
    const started = start()
    calls = Promise.all(started)
    await Promise.race([expect.poll(countWaiting).toBe(started.length), calls])
  })
  return (await calls) ?? []
}

const countWaiting = async (): Promise<unknown> => {
  const [row] = await both.sql`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  return row?.count
}

describe.each(ways)('conversations, %s', (way) => {
  let db: Db
  beforeEach(() => {
    db = both.db[way]
  })

  test('a start stores visitor, conversation, first message, lead, job and audit', async () => {
    const start = newStart()
    const result = await startConversation(db, start)
    expect(result).toMatchObject({
      status: 'started',
      visitorId: start.visitorId,
      conversation: {
        id: start.conversationId,
        status: 'open',
        headSeq: 1,
        preview: start.body,
        visitor: { id: start.visitorId, name: 'Joana Prado' },
        assignee: null,
        product: { slug: 'divorcio-consensual', name: 'Divórcio consensual' },
      },
    })
    expect(await countRows(start)).toEqual(all)
    const [first, ...rest] = await listEvents(db, { conversationId: start.conversationId, afterSeq: 0, limit: 10 })
    expect(first).toMatchObject({ seq: 1, id: start.eventId, body: start.body, clientMsgId: start.clientMsgId })
    expect(rest).toEqual([])
  })

  test('a retry answers the first one’s conversation and visitor, and stores nothing', async () => {
    const start = newStart()
    const first = await startConversation(db, start)
    const retry = retryOf(start)
    expect(await startConversation(db, retry)).toEqual({ ...first, status: 'existing' })
    expect(await countRows(retry)).toEqual({ ...none, conversations: 1 })
  })

  test('attempts at the same moment start one conversation', async () => {
    const start = newStart()
    const attempts = Array.from({ length: 3 }, () => retryOf(start))
    const results = await allAtOnce(() => attempts.map((attempt) => startConversation(db, attempt)))
    expect(results.map(({ status }) => status).sort()).toEqual(['existing', 'existing', 'started'])
    expect(new Set(results.map((result) => ('visitorId' in result ? result.visitorId : ''))).size).toBe(1)
    expect((await countRows(start))?.conversations).toBe(1)
  })

  test('after 15 minutes a request id serves its own visitor only', async () => {
    const start = newStart()
    await startConversation(db, start)
    await both.sql`
      update public.conversations set created_at = now() - interval '16 minutes' where id = ${start.conversationId}`
    expect(await startConversation(db, retryOf(start))).toEqual({ status: 'conflict' })
    const own = { ...retryOf(start), visitorId: start.visitorId }
    expect((await startConversation(db, own)).status).toBe('existing')
  })

  test('an unknown service, or one that is switched off, stores nothing', async () => {
    const unknown = { ...newStart(), productSlug: 'nao-existe' }
    expect(await startConversation(db, unknown)).toEqual({ status: 'unknown_product' })
    expect(await countRows(unknown)).toEqual(none)

    await both.sql`update public.products set is_active = false where slug = 'locacao-e-despejo'`
    const inactive = { ...newStart(), productSlug: 'locacao-e-despejo' }
    expect(await startConversation(db, inactive)).toEqual({ status: 'unknown_product' })
  })

  test('a text that is too long stores nothing at all', async () => {
    const start = { ...newStart(), body: 'a'.repeat(4_001) }
    await expect(startConversation(db, start)).rejects.toMatchObject({ sqlState: '23514' })
    expect(await countRows(start)).toEqual(none)
  })

  test('neither service nor address nor audit are needed', async () => {
    const { productSlug: _, ...start } = { ...newStart(), visitor: { name: 'Sem Endereço' }, audit: null }
    expect(await startConversation(db, start)).toMatchObject({ status: 'started', conversation: { product: null } })
    expect(await readConversationForMail(db, start.conversationId)).toMatchObject({
      visitorEmail: null,
      productName: null,
    })
  })

  test('a second start of the same visitor takes the new name and keeps the address that was left', async () => {
    const start = newStart()
    await startConversation(db, start)
    const again = { ...newStart(), visitorId: start.visitorId, visitor: { name: 'Joana P. Lima' } }
    await startConversation(db, again)
    expect(await findProfile(db, start.visitorId)).toMatchObject({
      role: 'visitor',
      name: 'Joana P. Lima',
      email: 'joana@correio.example',
    })
    const ids = (await listConversationsOfVisitor(db, start.visitorId)).map(({ id }) => id)
    expect(ids).toEqual([again.conversationId, start.conversationId])
  })

  test('a start cannot rename a member of staff', async () => {
    const [member] = await listStaff(db)
    await startConversation(db, { ...newStart(), visitorId: member?.id ?? '' })
    expect(await findProfile(db, member?.id ?? '')).toEqual(member)
  })

  test('the inbox lists open conversations, the one that moved last first', async () => {
    const older = newStart()
    const newer = newStart()
    await startConversation(db, older)
    await startConversation(db, newer)
    await sendMessage(db, {
      conversationId: older.conversationId,
      authorId: older.visitorId,
      authorSide: 'visitor',
      eventId: newId(),
      clientMsgId: newId(),
      body: 'Mais uma coisa',
      jobs: [],
    })
    const open = await listOpenConversations(db, { limit: 2 })
    expect(open.map(({ id }) => id)).toEqual([older.conversationId, newer.conversationId])

    await both.sql`update public.conversations set status = 'closed' where id = ${older.conversationId}`
    expect((await listOpenConversations(db, { limit: 100 })).map(({ id }) => id)).not.toContain(older.conversationId)
  })

  test('the service is named in the language of the conversation', async () => {
    const start = { ...newStart(), locale: 'en' as const }
    expect(await startConversation(db, start)).toMatchObject({
      conversation: { product: { name: 'Uncontested divorce' } },
    })
    expect(await readConversationForMail(db, start.conversationId)).toMatchObject({
      conversationId: start.conversationId,
      visitorName: 'Joana Prado',
      visitorEmail: 'joana@correio.example',
      productName: 'Uncontested divorce',
      firstMessage: start.body,
      locale: 'en',
    })
  })

  test('what is not there is null', async () => {
    expect(await findConversation(db, newId())).toBeNull()
    expect(await readConversationForMail(db, newId())).toBeNull()
    expect(await listConversationsOfVisitor(db, newId())).toEqual([])
    expect(await findProfile(db, newId())).toBeNull()
  })
})
