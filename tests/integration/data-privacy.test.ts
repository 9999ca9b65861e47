import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findConversation, startConversation } from '#db/queries/conversations.ts'
import { storeWebhooks } from '#db/queries/inbound-webhooks.ts'
import { listEvents, sendMessage } from '#db/queries/messages.ts'
import { erasePerson, exportPerson, listPeople, noticeWhatsappPerson } from '#db/queries/privacy.ts'
import {
  applyRetention,
  countRetentionDue,
  listPeopleDue,
  listRetentionRuns,
  recordRetentionRun,
} from '#db/queries/retention.ts'
import { newId } from '#server/contracts/ids.ts'
import { retentionRules } from '#server/contracts/retention.ts'
import { type BothWays, givenConversation, newJob, newStart, openBothWays, ways } from '#tests/support/both-ways.ts'
import { givenWhatsappConversation, newWamid } from '#tests/support/whatsapp.ts'

let both: BothWays

beforeAll(async () => {
  both = await openBothWays()
})
afterAll(() => both[Symbol.asyncDispose]())

const erase = (profileId: string) => ({ profileId, jobs: [], audit: null })

describe.each(ways)('over the %s way', (way) => {
  const db = () => both.db[way]

  test('an erasure empties the conversation, closes it and keeps its numbers; again it finds nothing new', async () => {
    const start = await givenConversation(db())
    const erased = await erasePerson(db(), erase(start.visitorId))
    expect(erased).toMatchObject({ status: 'erased', conversationIds: [start.conversationId] })
    expect(await erasePerson(db(), erase(start.visitorId))).toMatchObject({ status: 'again' })
    const events = await listEvents(db(), { conversationId: start.conversationId, afterSeq: 0, limit: 10 })
    expect(events).toMatchObject([{ seq: 1, id: start.eventId, body: '', author: { name: 'Pessoa apagada' } }])
    expect(await findConversation(db(), start.conversationId)).toMatchObject({
      status: 'closed',
      preview: '',
      headSeq: 1,
    })
    expect(await erasePerson(db(), erase(newId()))).toEqual({ status: 'not_found' })
  })

  test('jobs about an erased person are canceled, and named for the queues', async () => {
    const start = newStart()
    const job = newJob(start.conversationId)
    await startConversation(db(), { ...start, jobs: [job] })
    const erased = await erasePerson(db(), erase(start.visitorId))
    expect(erased).toMatchObject({ jobs: [{ id: job.id, name: job.name }] })
    const [row] = await both.sql`select outcome, payload from public.outbox where id = ${job.id}`
    expect(row).toEqual({ outcome: 'canceled', payload: { conversationId: start.conversationId } })
  })

  test('people are found by a part of what they are called', async () => {
    const start = { ...newStart(), visitor: { name: `Íris ${way}`, email: `iris.${way}@exemplo.com` } }
    await startConversation(db(), start)
    for (const search of [`íris ${way}`, `IRIS.${way}@`, start.visitorId]) {
      expect(await listPeople(db(), { search, limit: 5 })).toMatchObject([
        { id: start.visitorId, conversations: 1, consent: { basis: 'form', channel: 'site' }, erasedAt: null },
      ])
    }
    expect(await listPeople(db(), { search: '% or 1=1', limit: 5 })).toEqual([])
  })

  test('an archive of nobody is none', async () => {
    expect(await exportPerson(db(), newId())).toBeNull()
  })

  test('somebody new on WhatsApp is told once, and it is on record', async () => {
    const { conversationId, visitorId } = await givenWhatsappConversation(db())
    const notice = () => ({
      conversationId,
      consent: { id: newId(), textVersion: '2026-11-23', locale: 'pt-BR' },
      messageId: newId(),
      jobs: [],
    })
    expect(await noticeWhatsappPerson(db(), notice())).toBe(true)
    expect(await noticeWhatsappPerson(db(), notice())).toBe(false)
    const rows =
      await both.sql`select basis, channel, address_hash from public.consents where profile_id = ${visitorId}`
    expect(rows).toEqual([{ basis: 'notice', channel: 'whatsapp', address_hash: null }])
  })

  test('what WhatsApp repeats or tells late of an erased message is not kept', async () => {
    const wamid = newWamid()
    const { visitorId, incoming } = await givenWhatsappConversation(db(), { wamid })
    const contact = { wa_id: incoming.waId }
    const told = (providerEventId: string, event: unknown) => ({
      provider: 'whatsapp' as const,
      events: [{ id: newId(), providerEventId, kind: 'message', event, job: null }],
    })
    await storeWebhooks(db(), told(wamid, { message: { id: wamid, from: incoming.waId }, contact }))
    await erasePerson(db(), erase(visitorId))
    const again = { message: { id: wamid, from: incoming.waId }, contact }
    expect(await storeWebhooks(db(), told(wamid, again))).toEqual({ stored: 0, known: 1 })
    const late = { status: { id: wamid, status: 'read', recipient_id: incoming.waId } }
    expect(await storeWebhooks(db(), told(`${wamid}:read`, late))).toEqual({ stored: 0, known: 1 })
    const other = { status: { id: newWamid(), status: 'read' } }
    expect(await storeWebhooks(db(), told(newWamid(), other))).toEqual({ stored: 1, known: 0 })
  })
})

test.each(ways)('a person is listed with whoever else has their address, over the %s way', async (way) => {
  const email = `${newId()}@exemplo.com`
  const given = () => givenConversation(both.db.direct)
  const [first, second, stranger] = [await given(), await given(), await given()]
  const give = (id: string, address: string) => both.sql`update public.profiles set email = ${address} where id = ${id}`
  await give(first.visitorId, email)
  await give(second.visitorId, email.toUpperCase())
  await give(stranger.visitorId, `x${email}`)
  const othersOf = async (search: string) =>
    (await listPeople(both.db[way], { search, limit: 5 })).map((one) => one.others)
  expect(await othersOf(first.visitorId)).toMatchObject([[{ id: second.visitorId, role: 'visitor' }]])
  expect(await othersOf(second.visitorId)).toMatchObject([[{ id: first.visitorId }]])
  expect(await othersOf(stranger.visitorId)).toEqual([[]])
  expect(await othersOf(email)).toHaveLength(3)
  await erasePerson(both.db.direct, erase(first.visitorId))
  expect(await othersOf(second.visitorId)).toEqual([[]])
})

describe('an erasure and a message at once', () => {
  test('end with every message erased or refused, whoever comes first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { conversationId, visitorId } = await givenConversation(both.db.direct)
      const send = () =>
        sendMessage(both.db.direct, {
          ...{ conversationId, authorId: visitorId, authorSide: 'visitor', jobs: [] },
          ...{ eventId: newId(), clientMsgId: newId(), body: 'ao mesmo tempo' },
        })
      await Promise.all([send(), send(), erasePerson(both.db.direct, erase(visitorId)), send(), send()])
      const rows = await both.sql`
        select seq, body from public.conversation_events where conversation_id = ${conversationId} order by seq`
      expect(rows.map(({ body }) => body)).toEqual(rows.map(() => ''))
      expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1))
    }
  })

  test('a start that lost the race leaves nobody behind', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { visitorId } = await givenConversation(both.db.direct)
      const second = { ...newStart(), visitorId }
      const [started] = await Promise.all([
        startConversation(both.db.direct, second),
        erasePerson(both.db.direct, erase(visitorId)),
      ])
      const rows = await both.sql`
        select l.name, c.preview from public.leads as l join public.conversations as c on c.id = l.conversation_id
        where l.visitor_id = ${visitorId}`
      expect(rows).toHaveLength(started.status === 'started' ? 2 : 1)
      for (const row of rows) expect(row).toEqual({ name: 'Pessoa apagada', preview: '' })
    }
  })
})

describe('retention', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
  const age = async (visitorId: string, days: number) => {
    await both.sql`update public.profiles set created_at = ${daysAgo(days)} where id = ${visitorId}`
    await both.sql`update public.conversations set last_event_at = ${daysAgo(days)} where visitor_id = ${visitorId}`
  }
  const due = (rule: 'visitors' | 'clients') => listPeopleDue(both.db.direct, { rule, limit: 1_000, after: null })

  test('visitors go after two years of silence, whoever paid and clients after ten', async () => {
    const [young, old, paid, ancient] = await Promise.all([1, 2, 3, 4].map(() => givenConversation(both.db.direct)))
    if (!young || !old || !paid || !ancient) throw new Error('four conversations were started')
    for (const { conversationId } of [paid, ancient]) {
      await both.sql`
        insert into public.payments (conversation_id, amount_cents, provider, status, paid_at)
        values (${conversationId}, 100, 'mercado-pago', 'paid', now())`
    }
    await age(young.visitorId, retentionRules.visitors.keepDays - 1)
    await age(old.visitorId, retentionRules.visitors.keepDays + 1)
    await age(paid.visitorId, retentionRules.visitors.keepDays + 1)
    await age(ancient.visitorId, retentionRules.clients.keepDays + 1)
    expect(await due('visitors')).toEqual([old.visitorId])
    expect(await due('clients')).toEqual([ancient.visitorId])
    expect(await countRetentionDue(both.db.direct)).toMatchObject({ visitors: 1, clients: 1 })
    await erasePerson(both.db.direct, erase(old.visitorId))
    expect(await due('visitors')).toEqual([])
  })

  test.each(ways)('people are listed page by page over the %s way, each once', async (way) => {
    const people = await Promise.all([1, 2, 3].map(() => givenConversation(both.db.direct)))
    for (const { visitorId } of people) await erasePerson(both.db.direct, erase(visitorId))
    const rule = 'erased-people'
    const all = await listPeopleDue(both.db[way], { rule, limit: 1_000, after: null })
    expect(all).toEqual(expect.arrayContaining(people.map(({ visitorId }) => visitorId)))
    const paged: string[] = []
    for (let page = ['']; page.length > 0 && paged.length <= all.length; paged.push(...page)) {
      page = await listPeopleDue(both.db[way], { rule, limit: 2, after: paged.at(-1) ?? null })
    }
    expect(paged).toEqual(all)
  })

  test('a rule takes what is past its time and leaves the rest', async () => {
    const { conversationId } = await givenConversation(both.db.direct)
    const old = await givenConversation(both.db.direct)
    await both.sql`
      update public.consents set given_at = ${daysAgo(185)} where conversation_id = ${old.conversationId}`
    expect(await countRetentionDue(both.db.direct)).toMatchObject({ 'consent-addresses': 1 })
    expect(await applyRetention(both.db.direct, { rule: 'consent-addresses', limit: 100 })).toBe(1)
    expect(await countRetentionDue(both.db.direct)).toMatchObject({ 'consent-addresses': 0 })
    const rows = await both.sql`
      select conversation_id from public.consents
      where address_hash is not null and conversation_id in (${conversationId}, ${old.conversationId})`
    expect(rows).toEqual([{ conversation_id: conversationId }])
  })

  describe.each(ways)('the audit log, over the %s way,', (way) => {
    const given = async (days: number) => {
      const [row] = await both.sql`
        insert into public.audit_log (action, at, actor_id, ip, agent)
        values ('product.update', ${daysAgo(days)}, ${newId()}, '203.0.113.7', 'Firefox 133 · Linux')
        returning id, at, actor_id`
      if (!row) throw new Error('a row was written')
      return row
    }
    const rowOf = async (id: unknown) =>
      (await both.sql`select at, actor_id, action, ip, agent from public.audit_log where id = ${String(id)}`)[0]

    test('loses address and browser after six months, and nothing else', async () => {
      const [young, old] = [await given(183), await given(185)]
      expect(await countRetentionDue(both.db[way])).toMatchObject({ 'audit-addresses': 1 })
      expect(await applyRetention(both.db[way], { rule: 'audit-addresses', limit: 100 })).toBe(1)
      expect(await applyRetention(both.db[way], { rule: 'audit-addresses', limit: 100 })).toBe(0)
      expect(await countRetentionDue(both.db[way])).toMatchObject({ 'audit-addresses': 0 })
      const kept = { at: old.at, actor_id: old.actor_id, action: 'product.update' }
      expect(await rowOf(old.id)).toEqual({ ...kept, ip: null, agent: null })
      expect(await rowOf(young.id)).toMatchObject({ ip: '203.0.113.7', agent: 'Firefox 133 · Linux' })
    })

    test('loses none before that, whatever term is asked for', async () => {
      const { id } = await given(100)
      const args = { p_rule: 'audit-addresses', p_keep_days: 1, p_limit: 100 }
      await expect(both.db[way].call('apply_retention', args)).rejects.toMatchObject({ sqlState: '42501' })
      expect(await rowOf(id)).toMatchObject({ ip: '203.0.113.7' })
    })
  })

  test('refuses its owner every other change of the audit log, also by the way of the one exception', async () => {
    const [row] = await both.sql`
      insert into public.audit_log (action, at, ip) values ('product.update', ${daysAgo(200)}, '203.0.113.8')
      returning id`
    const id = String(row?.id)
    const changes = [
      `update public.audit_log set ip = null, agent = null where id = ${id}`,
      `update public.audit_log set action = 'product.create' where id = ${id}`,
      `delete from public.audit_log where id = ${id}`,
      'truncate public.audit_log',
    ]
    for (const change of changes) await expect(both.sql.unsafe(change)).rejects.toMatchObject({ code: '42501' })
    const opened = [
      `update public.audit_log set action = 'product.create', ip = null, agent = null where id = ${id}`,
      `update public.audit_log set ip = '203.0.113.9' where id = ${id}`,
      `update public.audit_log set actor_id = gen_random_uuid(), ip = null where id = ${id}`,
      `delete from public.audit_log where id = ${id}`,
    ]
    for (const change of opened) {
      const asTheRule = both.sql.begin(async (sql) => {
        await sql`select set_config('plantao.audit_terms', 'on', true)`
        await sql.unsafe(change)
      })
      await expect(asTheRule).rejects.toMatchObject({ code: '42501' })
    }
    expect(await both.sql`select action, ip from public.audit_log where id = ${id}`).toEqual([
      { action: 'product.update', ip: '203.0.113.8' },
    ])
  })

  test.each(ways)('a dead letter that nobody decided goes after a year over the %s way', async (way) => {
    const given = async (days: number, resolution: string | null) => {
      const id = newId()
      await both.sql`
        insert into public.dead_letters (id, queue, name, version, payload, reason, error, failed_at, resolution, resolved_at)
        values (
          ${id}, 'maintenance', 'prune-jobs', 1, '{}', 'failed', 'x', ${daysAgo(days)}, ${resolution},
          ${resolution && daysAgo(1)}
        )`
      return id
    }
    const [old, young, decided] = [await given(366, null), await given(364, null), await given(366, 'discarded')]
    expect(await countRetentionDue(both.db[way])).toMatchObject({ 'dead-letters': 1 })
    expect(await applyRetention(both.db[way], { rule: 'dead-letters', limit: 100 })).toBe(1)
    const left = await both.sql`select id from public.dead_letters where id in (${old}, ${young}, ${decided})`
    expect(left.map(({ id }) => id).toSorted()).toEqual([young, decided].toSorted())
  })

  test('every rule that deletes can be applied, and every rule counted', async () => {
    const counts = await countRetentionDue(both.db.rest)
    expect(Object.keys(counts).toSorted()).toEqual(Object.keys(retentionRules).toSorted())
    for (const rule of ['sign-in-links', 'suppressed-addresses', 'privacy-requests', 'retention-reports'] as const) {
      expect(await applyRetention(both.db.rest, { rule, limit: 10 })).toBe(0)
    }
  })

  test('a report is kept once, however often its job runs', async () => {
    const run = { id: newId(), isDry: false, audit: null }
    await recordRetentionRun(both.db.rest, { ...run, results: [] })
    await recordRetentionRun(both.db.rest, { ...run, results: [{ rule: 'visitors', due: 2, done: 2 }] })
    expect(await listRetentionRuns(both.db.rest, 5)).toMatchObject([
      { id: run.id, isDry: false, results: [{ rule: 'visitors', due: 2, done: 2 }] },
    ])
  })
})
