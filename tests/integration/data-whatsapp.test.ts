import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { findConversation } from '#db/queries/conversations.ts'
import { readInboxRows, readReadMarks } from '#db/queries/inbox.ts'
import { listEvents } from '#db/queries/messages.ts'
import { readWhatsappThread, receiveWhatsappMessage } from '#db/queries/whatsapp.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, givenConversation, newJob, openBothWays, ways } from '#tests/support/both-ways.ts'
import { givenPerson } from '#tests/support/people.ts'
import {
  answerOverWhatsapp,
  givenWhatsappConversation,
  incomingOf,
  newPhone,
  newWamid,
} from '#tests/support/whatsapp.ts'

let both: BothWays
let staffId: string
beforeAll(async () => {
  both = await openBothWays()
  staffId = await givenPerson(both.sql)
})
afterAll(async () => both[Symbol.asyncDispose]())

const jobsAbout = async (conversationId: string) => {
  const rows = await both.sql`
    select name, payload from public.outbox where payload ->> 'conversationId' = ${conversationId} order by created_at`
  return rows.map(({ name }) => String(name))
}
const contactOf = async (visitorId: string) => {
  const [row] = await both.sql`
    select wa_id, phone_key, user_id from public.whatsapp_contacts where profile_id = ${visitorId}`
  return row
}
const close = (id: string) => both.sql`update public.conversations set status = 'closed' where id = ${id}`

describe.each(ways)('what comes over WhatsApp, %s', (way) => {
  let db: Db
  beforeEach(() => {
    db = both.db[way]
  })

  test('a first message makes visitor, lead and conversation, with the jobs of a new one', async () => {
    const incoming = incomingOf({ startJobs: [newJob(), newJob()] })
    const result = await receiveWhatsappMessage(db, incoming)
    const { conversationId, visitorId } = incoming.ids
    expect(result).toMatchObject({
      status: 'started',
      conversationId,
      visitorId,
      events: [
        {
          seq: 1,
          id: incoming.events[0]?.id,
          body: 'Bom dia, preciso de orientação.',
          author: { id: visitorId, name: 'Joana Prado', side: 'visitor' },
        },
      ],
      row: { id: conversationId, channel: 'whatsapp', headSeq: 1, preview: 'Bom dia, preciso de orientação.' },
    })
    expect(await findConversation(db, conversationId)).toMatchObject({ channel: 'whatsapp', assignee: null })
    expect(await jobsAbout(conversationId)).toHaveLength(2)
    const [lead] =
      await both.sql`select source, phone, name from public.leads where conversation_id = ${conversationId}`
    expect(lead).toEqual({ source: 'whatsapp', phone: `+${incoming.waId}`, name: 'Joana Prado' })
    const audits = await both.sql`
      select actor_id from public.audit_log where subject_id = ${conversationId} and action = 'conversation.start'`
    expect([...audits]).toEqual([{ actor_id: visitorId }])
  })

  test('a second one follows in the same conversation, and its jobs name that', async () => {
    const { conversationId, visitorId, writeAgain } = await givenWhatsappConversation(db)
    const again = await writeAgain({ body: 'Ainda está aí?' })
    expect(again).toMatchObject({ status: 'stored', conversationId, events: [{ seq: 2, body: 'Ainda está aí?' }] })
    expect(await jobsAbout(conversationId)).toHaveLength(2)
    const marks = await readReadMarks(db, { userId: visitorId, conversationIds: [conversationId] })
    expect(marks.get(conversationId)).toBe(2)
  })

  test('ten deliveries of one message store it once, and all answer it', async () => {
    const incoming = incomingOf()
    const attempts = Array.from({ length: 10 }, () => ({
      ...incoming,
      ids: { conversationId: newId(), visitorId: newId(), leadId: newId() },
      events: incoming.events.map((event) => ({ ...event, id: newId() })),
    }))
    const results = await Promise.all(attempts.map((attempt) => receiveWhatsappMessage(db, attempt)))
    expect(results.map(({ status }) => status).toSorted()).toEqual([...Array(9).fill('duplicate'), 'started'])
    expect(new Set(results.map(({ events }) => events[0]?.id)).size).toBe(1)
    expect(new Set(results.map(({ conversationId }) => conversationId)).size).toBe(1)
    expect(await jobsAbout(results[0]?.conversationId ?? '')).toHaveLength(1)
  })

  test('twenty first messages of one person at once make one conversation', async () => {
    const phone = newPhone()
    const results = await Promise.all(
      Array.from({ length: 20 }, () => receiveWhatsappMessage(db, incomingOf({ ...phone }))),
    )
    expect(new Set(results.map(({ conversationId }) => conversationId)).size).toBe(1)
    expect(results.filter(({ status }) => status === 'started')).toHaveLength(1)
    const events = await listEvents(db, { conversationId: results[0]?.conversationId ?? '', afterSeq: 0, limit: 50 })
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  test('a number with and without its ninth digit is one person', async () => {
    const { waId, phoneKey } = newPhone()
    const { visitorId } = await givenWhatsappConversation(db, { waId, phoneKey })
    const other = await receiveWhatsappMessage(db, incomingOf({ waId: phoneKey, phoneKey }))
    expect(other).toMatchObject({ status: 'stored', visitorId })
  })

  test('a person without a number is known by the id of the business, and by both once both are told', async () => {
    const userId = `BR.${randomUUID()}`
    const { visitorId, conversationId } = await givenWhatsappConversation(db, { userId })
    expect(await readWhatsappThread(db, conversationId)).toMatchObject({ phone: null })
    const phone = newPhone()
    expect(await receiveWhatsappMessage(db, incomingOf({ ...phone, userId }))).toMatchObject({ visitorId })
    expect(await receiveWhatsappMessage(db, incomingOf({ ...phone }))).toMatchObject({ visitorId })
    expect(await contactOf(visitorId)).toEqual({ wa_id: phone.waId, phone_key: phone.phoneKey, user_id: userId })
  })

  test('who takes over a number does not take over its conversation', async () => {
    const phone = newPhone()
    const before = await givenWhatsappConversation(db, { ...phone, userId: `BR.${randomUUID()}` })
    const after = await givenWhatsappConversation(db, { ...phone, userId: `BR.${randomUUID()}` })
    expect(after.visitorId).not.toBe(before.visitorId)
    expect(after.conversationId).not.toBe(before.conversationId)
    expect(await contactOf(before.visitorId)).toMatchObject({ wa_id: null, phone_key: null })
    expect(await contactOf(after.visitorId)).toMatchObject({ wa_id: phone.waId })
  })

  test('after a closed conversation the same person starts another, as another lead', async () => {
    const { conversationId, visitorId, writeAgain } = await givenWhatsappConversation(db)
    await close(conversationId)
    const again = await writeAgain()
    expect(again).toMatchObject({ status: 'started', visitorId })
    expect(again.conversationId).not.toBe(conversationId)
    const leads = await both.sql`select id from public.leads where visitor_id = ${visitorId}`
    expect(leads).toHaveLength(2)
  })

  test('a message too long for one event becomes several, once', async () => {
    const events = ['Primeira parte', 'Segunda parte'].map((body) => ({ id: newId(), clientMsgId: randomUUID(), body }))
    const incoming = incomingOf({ events })
    expect((await receiveWhatsappMessage(db, incoming)).events.map(({ seq, body }) => [seq, body])).toEqual([
      [1, 'Primeira parte'],
      [2, 'Segunda parte'],
    ])
    expect((await receiveWhatsappMessage(db, incoming)).events).toHaveLength(2)
    expect((await readInboxRows(db, [incoming.ids.conversationId]))[0]?.headSeq).toBe(2)
  })

  test('free text may follow for 24 hours after the person wrote, by WhatsApp’s clock, but not by a future one', async () => {
    const sentAt = new Date(Date.now() - 3_600_000).toISOString()
    const { conversationId, writeAgain } = await givenWhatsappConversation(db, { sentAt })
    const windowEndsAt = async () => Date.parse((await readWhatsappThread(db, conversationId))?.windowEndsAt ?? '')
    expect(await windowEndsAt()).toBe(Date.parse(sentAt) + 24 * 3_600_000)
    await writeAgain({ sentAt: new Date(Date.now() - 7_200_000).toISOString() })
    expect(await windowEndsAt(), 'an older message shortens nothing').toBe(Date.parse(sentAt) + 24 * 3_600_000)
    await writeAgain({ sentAt: new Date(Date.now() + 3_600_000).toISOString() })
    expect(await windowEndsAt()).toBeLessThanOrEqual(Date.now() + 24 * 3_600_000)
  })

  test('a conversation of the site is none of WhatsApp: its answers make no send', async () => {
    const { conversationId } = await givenConversation(db)
    await answerOverWhatsapp(db, { conversationId, staffId })
    expect(await jobsAbout(conversationId)).not.toContain('whatsapp-send')
    expect(await readWhatsappThread(db, conversationId)).toBeNull()
    expect(await findConversation(db, conversationId)).toMatchObject({ channel: 'site' })
    expect(await readWhatsappThread(db, newId())).toBeNull()
  })

  test('an answer of staff waits to be sent, with its job', async () => {
    const { conversationId } = await givenWhatsappConversation(db)
    const { messageId } = await answerOverWhatsapp(db, { conversationId, staffId })
    expect(await jobsAbout(conversationId)).toContain('whatsapp-send')
    expect(await readWhatsappThread(db, conversationId)).toMatchObject({
      deliveries: [{ messageId, state: 'queued', errorCode: null }],
      reopening: null,
    })
  })

  test('wamids of different messages are different messages', async () => {
    const { writeAgain } = await givenWhatsappConversation(db)
    expect((await writeAgain({ wamid: newWamid() })).status).toBe('stored')
    expect((await writeAgain({ wamid: newWamid() })).status).toBe('stored')
  })
})
