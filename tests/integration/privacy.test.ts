import { strFromU8, unzipSync } from 'fflate'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startConversation } from '#db/queries/conversations.ts'
import { consentTexts, consentVersion } from '#server/contracts/consent.ts'
import { newId } from '#server/contracts/ids.ts'
import { retentionRules } from '#server/contracts/retention.ts'
import type { Role } from '#server/contracts/roles.ts'
import { applyRetentionRules } from '#server/features/privacy/apply-retention.job.ts'
import { newStart } from '#tests/support/both-ways.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { call, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { givenPerson } from '#tests/support/people.ts'
import { sqlOf } from '#tests/support/privacy/sql-of.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const sql = () => sqlOf(stack)

async function as(role: Role) {
  const userId = await givenPerson(sql(), { role })
  const cookie = await stack.signIn({ userId, role })
  return { userId, cookie, caller: stack.caller({ cookie }) }
}

const erase = async (id: string) => (await as('admin')).caller.privacy.erase({ id })

/** What `dados.json` of an archive says, and the page beside it. */
function unpack({ base64 }: { readonly base64: string }) {
  const files = unzipSync(Buffer.from(base64, 'base64'))
  const [data, page] = [files['dados.json'], files['leia-me.html']]
  if (!data || !page) throw new Error('the archive lacks a file')
  return { data: archived.parse(JSON.parse(strFromU8(data))), page: strFromU8(page), names: Object.keys(files) }
}

const archived = z.looseObject({
  person: z.looseObject({ name: z.string(), email: z.string().nullable() }),
  conversations: z.array(z.looseObject({ messages: z.array(z.looseObject({ text: z.string() })) })),
  consents: z.array(z.looseObject({ textVersion: z.string() })),
  sessions: z.array(z.looseObject({ lastUsedAt: z.string() })),
})

describe('consent', () => {
  test('is stored with the conversation: version, time, and the address as a hash that no list can undo', async () => {
    const { conversation } = await startAsVisitor(stack)
    const [row] = await sql()`
      select profile_id, text_version, locale, basis, channel, address_hash, given_at
      from public.consents where conversation_id = ${conversation.id}`
    expect(row).toMatchObject({
      profile_id: conversation.visitor.id,
      text_version: consentVersion,
      locale: 'pt-BR',
      basis: 'form',
      channel: 'site',
    })
    expect(row?.address_hash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('to a text that there never was starts nothing', async () => {
    const input = { ...newConversation(), consent: { textVersion: '1999-01-01' } }
    await expect(stack.caller().conversations.start(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await sql()`select from public.conversations where request_id = ${input.requestId}`).toHaveLength(0)
  })

  test('of a start that is tried again is one', async () => {
    const input = newConversation()
    const first = await stack.caller().conversations.start(input)
    await stack.caller().conversations.start(input)
    expect(await sql()`select from public.consents where conversation_id = ${first.conversation.id}`).toHaveLength(1)
  })
})

describe('an archive', () => {
  test('holds what was said, and a page whose texts are no markup', async () => {
    const input = newConversation({
      name: 'Ana <b>Souza</b>',
      email: 'ana@exemplo.com',
      body: 'Olá <script>1</script>',
    })
    const { conversation } = await startAsVisitor(stack, input)
    const { caller } = await as('admin')
    const { data, page, names } = unpack(await caller.privacy.exportPerson({ id: conversation.visitor.id }))
    expect(names.toSorted()).toEqual(['dados.json', 'leia-me.html'])
    expect(data.person).toMatchObject({ name: 'Ana <b>Souza</b>', email: 'ana@exemplo.com' })
    expect(data.conversations[0]?.messages.map(({ text }) => text)).toEqual(['Olá <script>1</script>'])
    expect(data.consents).toHaveLength(1)
    expect(data.sessions).toHaveLength(1)
    const { statement } = consentTexts[consentVersion]['pt-BR']
    expect(data.consents).toMatchObject([{ textVersion: consentVersion, words: statement }])
    expect(page).toContain(statement)
    expect(page).not.toMatch(/\d{4}-\d{2}-\d{2}T/)
    const heads = [...page.matchAll(/<th>(.*?)<\/th>/g)].map(([, head]) => head)
    expect(heads.filter((head) => /^[a-z]/.test(head ?? ''))).toEqual([])
    expect(page).toContain('Olá &lt;script&gt;1&lt;/script&gt;')
    expect(page).not.toContain('<script')
  })

  test('is for clients themselves, of nobody else, and not for visitors who confirmed nothing', async () => {
    const client = await as('client')
    expect(unpack(await client.caller.privacy.exportOwn({})).data.person).toMatchObject({ id: client.userId })
    await expect(client.caller.privacy.exportPerson({ id: newId() })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const visitor = await startAsVisitor(stack)
    await expect(visitor.caller.privacy.exportOwn({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('leaves a row in the audit log', async () => {
    const { conversation } = await startAsVisitor(stack)
    const { caller, userId } = await as('admin')
    await caller.privacy.exportPerson({ id: conversation.visitor.id })
    const rows = await sql()`select subject_id, result from public.audit_log where actor_id = ${userId}`
    expect(rows).toEqual([{ subject_id: conversation.visitor.id, result: 'ok' }])
  })
})

describe('a request to be erased', () => {
  test('is asked once, seen by the client, and granted by the erasure', async () => {
    const client = await as('client')
    await client.caller.privacy.requestErasure()
    await client.caller.privacy.requestErasure()
    expect((await client.caller.privacy.own()).request).toMatchObject({ state: 'open' })
    const { caller } = await as('admin')
    const open = (await caller.privacy.requests()).filter(({ person }) => person.id === client.userId)
    expect(open).toMatchObject([{ state: 'open' }])
    await caller.privacy.erase({ id: client.userId })
    const decided = (await caller.privacy.requests()).filter(({ person }) => person.id === client.userId)
    expect(decided).toMatchObject([{ state: 'done', person: { name: 'Pessoa apagada', email: null } }])
  })

  test('may be refused for a reason of the law, once', async () => {
    const client = await as('client')
    await client.caller.privacy.requestErasure()
    const { caller } = await as('admin')
    const request = (await caller.privacy.requests()).find(({ person }) => person.id === client.userId)
    const refusal = { id: request?.id ?? '', reason: 'legal_duty' } as const
    await caller.privacy.refuseRequest(refusal)
    await expect(caller.privacy.refuseRequest(refusal)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await client.caller.privacy.own()).request).toMatchObject({ state: 'refused', reason: 'legal_duty' })
  })
})

describe('an erased person', () => {
  test('is signed out everywhere, their sockets close, and whoever reads the conversation reads it empty', async () => {
    const { conversation, cookie } = await startAsVisitor(stack, newConversation({ body: 'palavra que some' }))
    const staff = await as('attendant')
    await using gateway = await openGateway(stack.env)
    using visitor = await openRawSocket(gateway.port, { cookie })
    using reader = await openRawSocket(gateway.port, { cookie: staff.cookie })
    const watch = call(1, 'subscription', 'messages.stream', { conversationId: conversation.id })
    visitor.say(watch)
    reader.say(watch)
    const has = (socket: typeof reader, text: string) => socket.frames.some((frame) => frame.includes(text))
    await expect.poll(() => has(visitor, 'palavra que some') && has(reader, 'palavra que some')).toBe(true)

    await erase(conversation.visitor.id)
    expect(await visitor.closed).toBe(4001)
    await expect.poll(() => has(reader, '"resync"')).toBe(true)
    // A reader who comes now, with whatever cursor, gets nothing of what the gateway held.
    using late = await openRawSocket(gateway.port, { cookie: staff.cookie })
    late.say(watch)
    await expect.poll(() => late.frames.filter((frame) => frame.includes('"data"')).length).toBeGreaterThan(0)
    expect(has(late, 'palavra que some')).toBe(false)
    const { events } = await staff.caller.messages.list({ conversationId: conversation.id })
    expect(events).toMatchObject([{ seq: 1, body: '', author: { name: 'Pessoa apagada' } }])
  })

  test('writes no more, whatever still holds their id', async () => {
    const { conversation } = await startAsVisitor(stack, newConversation({ email: 'volta@exemplo.com' }))
    const visitorId = conversation.visitor.id
    await erase(visitorId)
    const stale = stack.caller({ cookie: await stack.signIn({ userId: visitorId, role: 'visitor' }) })
    const message = { conversationId: conversation.id, clientMsgId: newId(), body: 'ainda estou aqui' }
    await expect(stale.messages.send(message)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(stale.conversations.start(newConversation())).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    expect(await startConversation(stack.services.db, { ...newStart(), visitorId })).toEqual({ status: 'gone' })
    await sql()`update public.profiles set name = 'De volta', email = 'volta@exemplo.com' where id = ${visitorId}`
    await expect(
      sql()`update public.leads set email = 'volta@exemplo.com' where visitor_id = ${visitorId}`,
    ).rejects.toThrow('erased')
    const [row] = await sql()`select name, email, is_active from public.profiles where id = ${visitorId}`
    expect(row).toEqual({ name: 'Pessoa apagada', email: null, is_active: false })
  })

  test('gets no mail that was on its way, and no address is kept of it', async () => {
    const { conversation } = await startAsVisitor(stack, newConversation({ email: 'caminho@exemplo.com' }))
    await erase(conversation.visitor.id)
    const begin = {
      p_job_id: newId(),
      p_kind: 'visitor-new-conversation',
      p_to: 'caminho@exemplo.com',
      p_memory_ms: 60_000,
      p_conversation_id: conversation.id,
    }
    expect(await stack.services.db.call('begin_mail', begin)).toBe('suppressed')
    const [mail] = await sql()`select to_address from public.mail_messages where job_id = ${begin.p_job_id}`
    expect(mail).toEqual({ to_address: null })
  })

  test('cannot be staff who are still active', async () => {
    const colleague = await as('attendant')
    await expect(erase(colleague.userId)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(erase(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('whose Redis was away is finished by the job', async () => {
    const { conversation } = await startAsVisitor(stack)
    await erase(conversation.visitor.id)
    const jobs = await sql()`
      select name, outcome, run_at > now() as is_later from public.outbox
      where payload ->> 'profileId' = ${conversation.visitor.id} order by run_at`
    expect(jobs).toEqual([
      { name: 'erase-person', outcome: null, is_later: false },
      { name: 'erase-person', outcome: null, is_later: true },
    ])
  })
})

describe('the night', () => {
  const log = pino({ level: 'silent' })

  const age = async (visitorId: string) => {
    const longAgo = new Date(Date.now() - (retentionRules.visitors.keepDays + 1) * 86_400_000)
    await sql()`update public.profiles set created_at = ${longAgo} where id = ${visitorId}`
    await sql()`update public.conversations set last_event_at = ${longAgo} where visitor_id = ${visitorId}`
  }
  const nameOf = async (id: string) => (await sql()`select name from public.profiles where id = ${id}`)[0]?.name

  test('erases whoever is past their time, after a trial that erased nobody, and reports both', async () => {
    const [old, young] = [await startAsVisitor(stack), await startAsVisitor(stack)]
    await age(old.conversation.visitor.id)
    const { caller } = await as('admin')
    const trial = await caller.privacy.dryRun()
    expect(trial.find(({ rule }) => rule === 'visitors')).toEqual({ rule: 'visitors', due: 1, done: null })
    expect(await nameOf(old.conversation.visitor.id)).toBe('Joana Prado')

    const { services } = stack
    const signal = new AbortController().signal
    const jobId = newId()
    await applyRetentionRules({ ...{ jobId, services, log, signal }, attempt: 1, isLastAttempt: false, payload: {} })
    expect(await nameOf(old.conversation.visitor.id)).toBe('Pessoa apagada')
    expect(await nameOf(young.conversation.visitor.id)).toBe('Joana Prado')
    const { runs, now } = await caller.privacy.retention()
    expect(runs.map(({ isDry }) => isDry)).toEqual([false, true])
    expect(runs[0]?.results).toContainEqual({ rule: 'visitors', due: 1, done: 1 })
    expect(runs[0]?.results).toContainEqual({ rule: 'mails', due: 0, done: null })
    expect(now.find(({ rule }) => rule === 'visitors')).toMatchObject({ due: 0 })
  })

  test('takes the addresses of the audit log after six months, counted by the trial and the report', async () => {
    const { caller } = await as('admin')
    const [row] = await sql()`
      insert into public.audit_log (action, at, ip, agent)
      values ('product.update', now() - interval '200 days', '203.0.113.7', 'Firefox 133 · Linux') returning id`
    const ofRow = async () => (await sql()`select ip, agent from public.audit_log where id = ${String(row?.id)}`)[0]
    const rule = 'audit-addresses'
    expect(await caller.privacy.dryRun()).toContainEqual({ rule, due: 1, done: null })
    expect(await ofRow()).toEqual({ ip: '203.0.113.7', agent: 'Firefox 133 · Linux' })
    const { services } = stack
    const { signal } = new AbortController()
    const jobId = newId()
    await applyRetentionRules({
      ...{ jobId, services, log, signal },
      ...{ attempt: 1, isLastAttempt: false, payload: {} },
    })
    expect(await ofRow()).toEqual({ ip: null, agent: null })
    const run = (await caller.privacy.retention()).runs.find(({ id }) => id === jobId)
    expect(run?.results).toContainEqual({ rule, due: 1, done: 1 })
  })

  test('goes on past one who cannot be erased, says so in its report, and is no success', async () => {
    const people = [await startAsVisitor(stack), await startAsVisitor(stack)]
    const [first = '', second = ''] = people.map(({ conversation }) => conversation.visitor.id).toSorted()
    for (const id of [first, second]) await age(id)
    await sql()`
      insert into public.mail_suppressions (address, reason, created_at)
      values ('antiga@exemplo.com', 'bounced', now() - interval '3 years')`
    await sql().unsafe(`
      create function private.refuse_one() returns trigger language plpgsql as $$
      begin
        if new.id = '${first}' and new.erased_at is not null then raise exception 'this one cannot be erased'; end if;
        return new;
      end $$;
      create trigger refuse_one before update on public.profiles for each row execute function private.refuse_one()`)
    const { services } = stack
    const { signal } = new AbortController()
    const jobId = newId()
    const night = applyRetentionRules({
      ...{ jobId, services, log, signal },
      ...{ attempt: 1, isLastAttempt: false, payload: {} },
    })
    await expect(night).rejects.toMatchObject({ isRetryable: false })
    await sql()`drop trigger refuse_one on public.profiles`
    expect([await nameOf(first), await nameOf(second)]).toEqual(['Joana Prado', 'Pessoa apagada'])
    const { caller } = await as('admin')
    const run = (await caller.privacy.retention()).runs.find(({ id }) => id === jobId)
    expect(run?.results).toContainEqual({ rule: 'visitors', due: 2, done: 1, failed: 1 })
    expect(run?.results).toContainEqual({ rule: 'suppressed-addresses', due: 1, done: 1 })
  })

  test('stops when it is told to, and leaves the rest for the next', async () => {
    const { conversation } = await startAsVisitor(stack)
    await age(conversation.visitor.id)
    const { services } = stack
    const signal = AbortSignal.abort()
    await applyRetentionRules({
      ...{ jobId: newId(), services, log, signal },
      ...{ attempt: 1, isLastAttempt: false, payload: {} },
    })
    expect(await nameOf(conversation.visitor.id)).toBe('Joana Prado')
  })
})
