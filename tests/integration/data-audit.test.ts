import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AuditRecord, listAudit, recordAudit } from '#db/queries/audit.ts'
import { createProduct } from '#db/queries/catalogue.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'
import { newProductFields } from '#tests/support/change-feed.ts'
import { givenPerson } from '#tests/support/people.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(() => both[Symbol.asyncDispose]())

const refused = (actorId: string | null): AuditRecord => ({
  ...{ action: 'product.update', actorId, ip: '2001:db8:1:2::/64', via: 'http', agent: 'Firefox 133 · Linux' },
  ...{ callId: newId(), result: 'refused', code: 'FORBIDDEN', subject: { type: 'product', id: newId() } },
})

describe.each(ways)('the audit log, %s', (way) => {
  const db = () => both.db[way]
  const rowsOf = async (actor: string) => (await listAudit(db(), { filter: { actor }, limit: 50 })).rows

  test('says who did what to what, how it ended and how it was asked for', async () => {
    const actorId = await givenPerson(both.sql, { name: 'Ana Nova', role: 'lawyer' })
    const record = refused(actorId)
    await recordAudit(db(), record)
    expect(await rowsOf(actorId)).toMatchObject([
      {
        ...{ action: 'product.update', result: 'refused', code: 'FORBIDDEN', via: 'http', callId: record.callId },
        ...{ ip: '2001:db8:1:2::/64', agent: 'Firefox 133 · Linux', details: {} },
        actor: { id: actorId, name: 'Ana Nova', role: 'lawyer' },
        subject: { type: 'product', id: record.subject?.id, name: null },
      },
    ])
  })

  test('names a person whom something was done to, and nobody where the person is gone', async () => {
    const [actorId, id] = [newId(), await givenPerson(both.sql, { name: 'Bia Alvo' })]
    await recordAudit(db(), {
      ...{ action: 'staff.deactivate', actorId, ip: null, subject: { type: 'profile', id } },
    })
    expect(await rowsOf(actorId)).toMatchObject([
      { actor: { id: actorId, name: null, role: null }, subject: { type: 'profile', id, name: 'Bia Alvo' } },
    ])
  })

  test('holds a success that its change has written once, and what failed after it', async () => {
    const entry = { action: 'product.create', actorId: newId(), ip: null, via: 'http', callId: newId() } as const
    const id = newId()
    await createProduct(db(), { id, product: newProductFields(), audit: entry })
    await recordAudit(db(), { ...entry, result: 'ok' })
    expect(await rowsOf(entry.actorId)).toMatchObject([{ result: 'ok', subject: { type: 'product', id } }])
    await recordAudit(db(), { ...entry, result: 'failed', code: 'INTERNAL_SERVER_ERROR' })
    expect((await rowsOf(entry.actorId)).map(({ result }) => result)).toEqual(['failed', 'ok'])
  })

  test('holds a success that changed nothing', async () => {
    const entry = { action: 'mail.unsuppress', actorId: newId(), ip: null, callId: newId(), result: 'ok' } as const
    await recordAudit(db(), entry)
    expect(await rowsOf(entry.actorId)).toMatchObject([{ result: 'ok', action: 'mail.unsuppress', subject: null }])
  })

  test('takes the entries of the release before', async () => {
    const actorId = newId()
    await db().call('record_audit', { p_audit: { action: 'auth.sign-in', actorId, ip: '203.0.113.7' } })
    expect(await rowsOf(actorId)).toMatchObject([{ action: 'auth.sign-in', result: 'ok', via: null, callId: null }])
  })

  test('is read page by page to its end, while it grows', async () => {
    const actor = newId()
    const codes = ['A', 'B', 'C', 'D', 'E']
    for (const code of codes) await recordAudit(db(), { ...refused(actor), code })
    const first = await listAudit(db(), { filter: { actor }, limit: 2 })
    await recordAudit(db(), { ...refused(actor), code: 'F' })
    const second = await listAudit(db(), { filter: { actor }, limit: 2, cursor: first.nextCursor })
    const third = await listAudit(db(), { filter: { actor }, limit: 2, cursor: second.nextCursor })
    const read = [first, second, third].flatMap(({ rows }) => rows.map(({ code }) => code))
    expect(read).toEqual(['E', 'D', 'C', 'B', 'A'])
    expect(third.nextCursor).toBeUndefined()
  })

  test('is filtered by person, action, thing, result and time, alone and together', async () => {
    const [actor, other] = [newId(), newId()]
    const record = refused(actor)
    await recordAudit(db(), record)
    await recordAudit(db(), { action: 'auth.sign-out', actorId: actor, ip: null })
    await recordAudit(db(), { ...refused(other), action: 'product.archive' })
    const find = async (filter: Parameters<typeof listAudit>[1]['filter']) =>
      (await listAudit(db(), { filter, limit: 50 })).rows.map(({ action }) => action)
    expect(await find({ actor })).toEqual(['auth.sign-out', 'product.update'])
    expect(await find({ actor, action: 'auth.sign-out' })).toEqual(['auth.sign-out'])
    expect(await find({ actor, result: 'refused' })).toEqual(['product.update'])
    expect(await find({ subjectId: record.subject?.id })).toEqual(['product.update'])
    expect(await find({ actor, subjectType: 'product' })).toEqual(['product.update'])
    expect(await find({ actor, subjectType: 'profile' })).toEqual([])
    const { rows } = await listAudit(db(), { filter: { actor }, limit: 1 })
    const at = rows[0]?.at ?? ''
    expect(await find({ actor, from: at })).toEqual(['auth.sign-out'])
    expect(await find({ actor, until: at })).toEqual(['product.update'])
    expect(await find({ actor: 'nobody', action: 'product.archive' })).toEqual([])
  })

  test('shows what nobody known did', async () => {
    await recordAudit(db(), { ...refused(null), action: 'agent.archive' })
    const { rows } = await listAudit(db(), { filter: { actor: 'nobody', action: 'agent.archive' }, limit: 5 })
    expect(rows[0]).toMatchObject({ actor: null, code: 'FORBIDDEN' })
  })

  test.each([
    ['a name', { details: { name: 'Joana Prado' } }],
    ['a name of one word', { details: { name: 'Mariana' } }],
    ['an address as a name of a field', { details: { 'mariana@correio.example': 'a' } }],
    ['one further down', { details: { list: [{ deep: { 'Mariana Prado': 1 } }] } }],
    ['a telephone number that is a number', { details: { phone: 5_531_999_998_888 } }],
    ['one without its country', { details: { phone: -31_999_998_888 } }],
    ['one in parts', { details: { phone: '31-99999-8888' } }],
    ['one behind a letter', { details: { phone: 'p31.99999_8888' } }],
    ['a CPF', { details: { who: '123.456.789-09' } }],
    ['a place', { details: { latitude: -22.906847 } }],
    ['an address', { details: { deep: [{ to: 'joana@correio.example' }] } }],
    ['a telephone number', { details: { phone: '5521987654321' } }],
    ['a message', { details: { body: 'Bom dia, preciso de ajuda' } }],
    ['a browser’s own words', { agent: 'Mozilla/5.0 (joana@correio.example)' }],
    ['an address as a subject', { subject: { type: 'profile', id: 'joana@correio.example' } }],
    ['a name as a subject', { subject: { type: 'profile', id: 'Mariana' } }],
    ['a telephone number as a subject', { subject: { type: 'profile', id: '31-99999-8888' } }],
    ['a network that is none', { ip: 'joana' }],
  ] as const)('cannot hold %s', async (_, part) => {
    const record = { ...refused(newId()), ...part }
    await expect(recordAudit(db(), record)).rejects.toMatchObject({ sqlState: '23514' })
  })

  test('holds ids, codes, times, small numbers and what is yes or no', async () => {
    const actor = newId()
    const session = 'A1_-'.repeat(11).slice(1)
    const details = {
      ...{ from: newId(), to: null, isActive: false, count: 999_999_999, fields: ['priceCents', 'name'] },
      ...{ action: 'auth.sign-in', result: 'refused', subjectId: session, reason: 'legal_duty', deep: [{ a: [] }] },
      ...{ since: '2026-11-23T10:00:00.000001+00:00', until: new Date(0).toISOString() },
    }
    await recordAudit(db(), { ...refused(actor), subject: { type: 'session', id: session }, details })
    expect(await rowsOf(actor)).toMatchObject([{ details, subject: { id: session } }])
  })

  test('cannot hold what a procedure wrote that names no action', async () => {
    const writing = db().call('record_audit', { p_audit: { action: 'UNDECLARED', actorId: null, ip: null } })
    await expect(writing).rejects.toMatchObject({ sqlState: '23514' })
  })

  test('holds no success with a code, and nothing that went wrong without one', async () => {
    await expect(recordAudit(db(), { ...refused(newId()), result: 'ok' })).rejects.toMatchObject({ sqlState: '23514' })
    const { code: _, ...uncoded } = refused(newId())
    await expect(recordAudit(db(), uncoded)).rejects.toMatchObject({ sqlState: '23514' })
  })
})

test('each filter is answered from an index of its own', async () => {
  await both.sql`
    insert into public.audit_log (action, actor_id, at)
    select 'filler.row', gen_random_uuid(), now() - n * interval '1 second' from generate_series(1, 20000) as n`
  await both.sql`analyze public.audit_log`
  const planOf = async (filter: Record<string, string>) => {
    const [made] = await both.sql`select private.audit_conditions(${both.sql.json(filter)}) as conditions`
    const where = String(made?.conditions).replaceAll('$1', '$1::jsonb')
    const text = `explain select * from public.audit_log as l ${where} order by l.at desc, l.id desc limit 50`
    const plan = await both.sql.unsafe(text, [both.sql.json(filter)], { prepare: false })
    return plan.map((line) => String(line['QUERY PLAN'])).join('\n')
  }
  expect(await planOf({})).toContain('audit_log_time_idx')
  expect(await planOf({ actorId: newId() })).toContain('audit_log_actor_time_idx')
  expect(await planOf({ action: 'staff.invite' })).toContain('audit_log_action_time_idx')
  expect(await planOf({ subjectId: newId() })).toContain('audit_log_subject_id_idx')
  expect(await planOf({ subjectType: 'payment', subjectId: newId() })).toMatch(/audit_log_subject_(time|id)_idx/)
  expect(await planOf({ result: 'failed' })).toContain('audit_log_trouble_idx')
})
