import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startConversation } from '#db/queries/conversations.ts'
import { storeWebhooks } from '#db/queries/inbound-webhooks.ts'
import { erasePerson, exportPerson } from '#db/queries/privacy.ts'
import { createVerificationToken } from '#db/queries/verification-tokens.ts'
import { newId } from '#server/contracts/ids.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { type BothWays, newStart, openBothWays } from '#tests/support/both-ways.ts'
import { givenWhatsappConversation } from '#tests/support/whatsapp.ts'

let both: BothWays

beforeAll(async () => {
  both = await openBothWays()
})
afterAll(() => both[Symbol.asyncDispose]())

const db = () => both.db.direct
const erase = (profileId: string) => erasePerson(db(), { profileId, jobs: [], audit: null })

/** Somebody who left an address with the form. */
async function givenVisitor(email: string) {
  const start = { ...newStart(), visitor: { name: 'Joana Prado', email } }
  await startConversation(db(), start)
  return start
}

type Provider = 'stripe' | 'whatsapp' | 'resend'

/** An event that waits for its job. */
async function givenEvent(provider: Provider, event: unknown) {
  const id = newId()
  const job = outboxJob('process-webhook', { webhookId: id })
  await storeWebhooks(db(), { provider, events: [{ id, providerEventId: newId(), kind: 'event', event, job }] })
  return { id, event, jobId: job.id }
}

async function readEvent({ id, jobId }: { readonly id: string; readonly jobId: string }) {
  const [row] = await both.sql`
    select w.state, w.event, o.outcome, o.payload from public.inbound_webhooks as w, public.outbox as o
    where w.id = ${id} and o.id = ${jobId}`
  return row
}

async function givenMail({ to, kind, conversationId = null }: Mail): Promise<string> {
  const jobId = newId()
  await both.sql`
    insert into public.mail_messages (job_id, kind, to_address, conversation_id, provider_id, status)
    values (${jobId}, ${kind}, ${to}, ${conversationId}, ${newId()}, 'sent')`
  return jobId
}
interface Mail {
  readonly to: string
  readonly kind: string
  readonly conversationId?: string | null
}

const addressOf = async (jobId: string) =>
  (await both.sql`select to_address from public.mail_messages where job_id = ${jobId}`)[0]?.to_address

const suppress = (address: string) => both.sql`
  insert into public.mail_suppressions (address, reason) values (${address}, 'complained')`

const isSuppressed = async (address: string) =>
  (await both.sql`select from public.mail_suppressions where address = ${address}`).length > 0

/** A sign-in link and the job that mails it. */
async function givenLink({ email, askedBy = null }: Link) {
  const id = newId()
  const job = outboxJob('email-sign-in-link', { requestId: id })
  await createVerificationToken(db(), {
    ...{ id, identifier: email, tokenHash: `${id}${id}`, expiresAt: new Date(Date.now() + 600_000) },
    ...{ profileId: askedBy, locale: 'pt-BR', jobs: [job] },
  })
  return { id, jobId: job.id }
}
interface Link {
  readonly email: string
  readonly askedBy?: string | null
}

async function readLink({ id, jobId }: { readonly id: string; readonly jobId: string }) {
  const [row] = await both.sql`
    select exists (select from public.verification_tokens where id = ${id}) as is_kept, outcome
    from public.outbox where id = ${jobId}`
  return row
}

const untouchedLink = { is_kept: true, outcome: null }

describe('an address is theirs as a whole', () => {
  test('and another that ends or begins alike is its neighbour’s', async () => {
    const ana = await givenVisitor('ana.silva@vizinha.example')
    const [mariana, brother] = ['mariana.silva@vizinha.example', 'ana.silva@vizinha.example.org']
    const paid = await givenEvent('stripe', { customer_details: { email: mariana }, text: `Mari <${mariana}>` })
    const bounced = await givenEvent('resend', { type: 'email.bounced', data: { to: [brother] } })
    const own = await givenEvent('resend', { type: 'email.bounced', data: { to: ['Ana <Ana.Silva@vizinha.example>'] } })
    const mail = await givenMail({ to: mariana, kind: 'sign-in-link' })
    await suppress(mariana)
    await suppress('ana.silva@vizinha.example')
    const [letterId] = await both.sql`
      insert into public.dead_letters (id, queue, name, version, payload, reason, error)
      values (${newId()}, 'emails', 'email-operator-alert', 1, ${both.sql.json({ to: mariana })}, 'failed', 'x')
      returning id`

    await erase(ana.visitorId)
    for (const { event, ...kept } of [paid, bounced]) {
      expect(await readEvent({ ...kept })).toMatchObject({ state: 'waiting', event, outcome: null })
    }
    expect(await readEvent(own)).toMatchObject({ state: 'ignored', event: {}, outcome: 'canceled', payload: {} })
    expect(await addressOf(mail)).toBe(mariana)
    expect([await isSuppressed(mariana), await isSuppressed('ana.silva@vizinha.example')]).toEqual([true, false])
    expect(await both.sql`select payload from public.dead_letters where id = ${letterId?.id}`).toEqual([
      { payload: { to: mariana } },
    ])
  })

  test('and so is a number', async () => {
    const ana = await givenWhatsappConversation(db(), { waId: '553188001122', phoneKey: '5531988001122' })
    const message = (from: string) => ({ message: { id: `wamid.${newId()}`, from, type: 'text' } })
    const longer = await givenEvent('whatsapp', message('15531880011229'))
    const own = await givenEvent('whatsapp', message('553188001122'))
    await erase(ana.visitorId)
    expect(await readEvent(longer)).toMatchObject({ state: 'waiting', event: longer.event, outcome: null })
    expect(await readEvent(own)).toMatchObject({ state: 'ignored', event: {}, outcome: 'canceled' })
  })

  test('and what others write of it in a text of theirs stays theirs', async () => {
    const ana = await givenVisitor('ana.citada@vizinha.example')
    const text = {
      message: { from: '5531988776655', text: { body: 'Escreva a ana.citada@vizinha.example, por favor.' } },
    }
    const others = await givenEvent('whatsapp', text)
    await erase(ana.visitorId)
    expect(await readEvent(others)).toMatchObject({ state: 'waiting', event: text, outcome: null })
  })
})

describe('an address that somebody typed who has it not', () => {
  test('leaves colleagues their mails, links and invitations', async () => {
    const [invited, colleague] = ['nova@tipos.example', 'colega@tipos.example']
    await both.sql`
      insert into public.profiles (id, role, name, email, is_active, invited_at) values
        (${newId()}, 'attendant', 'Nova', ${invited}, false, now()), (${newId()}, 'admin', 'Colega', ${colleague}, true, null)`
    for (const email of [invited, colleague]) {
      const visitor = await givenVisitor(email)
      const link = await givenLink({ email })
      const mail = await givenMail({ to: email, kind: 'operator-alert' })
      await suppress(email)
      await erase(visitor.visitorId)
      expect(await readLink(link)).toEqual(untouchedLink)
      expect(await addressOf(mail)).toBe(email)
      expect(await isSuppressed(email)).toBe(true)
    }
  })

  test('is nobody’s alone while two have left it, and goes with the second', async () => {
    const email = 'casa@tipos.example'
    const [first, second] = [await givenVisitor(email), await givenVisitor(email)]
    const kind = 'visitor-new-conversation'
    const mails = [
      await givenMail({ to: email, kind, conversationId: first.conversationId }),
      await givenMail({ to: email, kind, conversationId: second.conversationId }),
    ]
    const link = await givenLink({ email })
    const addresses = () => Promise.all(mails.map(addressOf))
    await erase(first.visitorId)
    expect(await addresses()).toEqual([null, email])
    expect(await readLink(link)).toEqual(untouchedLink)
    await erase(second.visitorId)
    expect(await addresses()).toEqual([null, null])
    expect(await readLink(link)).toEqual({ is_kept: false, outcome: 'canceled' })
  })

  test('is whose who confirmed it, whoever else has left it', async () => {
    const email = 'confirmada@tipos.example'
    const [client, other] = [await givenVisitor(email), await givenVisitor(email)]
    await both.sql`
      update public.profiles set role = 'client', email_confirmed_at = now() where id = ${client.visitorId}`
    const link = await givenLink({ email })
    const kind = 'visitor-new-conversation'
    const mail = await givenMail({ to: email, kind: 'sign-in-link' })
    const others = await givenMail({ to: email, kind, conversationId: other.conversationId })
    await erase(other.visitorId)
    expect([await addressOf(mail), await addressOf(others)]).toEqual([email, null])
    expect(await readLink(link)).toEqual(untouchedLink)
    await erase(client.visitorId)
    expect(await addressOf(mail)).toBeNull()
    expect(await readLink(link)).toMatchObject({ is_kept: false })
  })

  test('is not in their archive where it is another’s', async () => {
    const email = 'alheia@tipos.example'
    await both.sql`
      insert into public.profiles (id, role, name, email) values (${newId()}, 'attendant', 'Alheia', ${email})`
    const visitor = await givenVisitor(email)
    await givenMail({ to: email, kind: 'sign-in-link' })
    await suppress(email)
    const own = { kind: 'visitor-new-conversation', conversationId: visitor.conversationId }
    await givenMail({ to: email, ...own })
    const archive = await exportPerson(db(), visitor.visitorId)
    expect(archive?.mails).toMatchObject([{ kind: own.kind }])
    expect(archive?.suppressedAddresses).toEqual([])
  })

  test('for a link is forgotten with whoever asked for it, long after the link', async () => {
    const visitor = await givenVisitor('entrada@tipos.example')
    const email = 'so-no-link@tipos.example'
    const link = await givenLink({ email, askedBy: visitor.visitorId })
    await db().call('begin_mail', { p_job_id: link.jobId, p_kind: 'sign-in-link', p_to: email, p_memory_ms: 60_000 })
    await suppress(email)
    expect(await addressOf(link.jobId)).toBe(email)
    await both.sql`delete from public.verification_tokens where id = ${link.id}`
    await erase(visitor.visitorId)
    expect(await addressOf(link.jobId)).toBeNull()
    expect(await isSuppressed(email)).toBe(false)
  })
})

describe('an event of a payment that waits', () => {
  test('and is another’s is booked first, and then forgets the address', async () => {
    const visitor = await givenVisitor('pagador@espera.example')
    const paid = await givenEvent('stripe', { customer_details: { email: 'pagador@espera.example' } })
    await erase(visitor.visitorId)
    expect(await readEvent(paid)).toMatchObject({ state: 'waiting', event: paid.event, outcome: null })
    await db().call('settle_webhook', { p_id: paid.id, p_state: 'applied' })
    expect(await readEvent(paid)).toMatchObject({ state: 'applied', event: {} })
  })
})

describe('a large installation', () => {
  test('is not read row by row for one person', async () => {
    const visitor = await givenVisitor('um@muitos.example')
    const [endpoint] = await both.sql`
      insert into public.outgoing_webhooks (id, url, events)
      values (${newId()}, 'https://firma.example/webhook', ${both.sql.json(['lead.updated'])}) returning id`
    await both.sql`
      insert into public.inbound_webhooks (id, provider, provider_event_id, kind, event)
      select gen_random_uuid(), 'stripe', gen_random_uuid()::text, 'message', jsonb_build_object('email', i || '@x.example')
      from generate_series(1, 3000) as i`
    await both.sql`
      insert into public.outgoing_webhook_deliveries (id, endpoint_id, event_id, type, occurred_at, data, state)
      select gen_random_uuid(), ${endpoint?.id}, gen_random_uuid(), 'lead.updated', now(),
        jsonb_build_object('conversationId', gen_random_uuid()), 'delivered'
      from generate_series(1, 3000) as i`
    await both.sql`analyze public.inbound_webhooks, public.outgoing_webhook_deliveries`
    const read = await both.sql.begin(async (sql) => {
      await sql`select public.erase_person(${visitor.visitorId})`
      return sql`
        select relname from pg_stat_xact_user_tables
        where relname in ('inbound_webhooks', 'outgoing_webhook_deliveries') and seq_tup_read > 100`
    })
    expect(read).toEqual([])
  })
})
