import { newId } from '#server/contracts/ids.ts'
import type { JobStack } from '../job-stack.ts'
import type { Needles } from './needles.ts'
import { sqlOf } from './sql-of.ts'

interface Ids {
  readonly profileId: string
  readonly conversationId: string
  readonly whatsapp: { readonly profileId: string; readonly conversationId: string; readonly contactId: string }
}

/** Rows that only a provider, a crash or months would leave. */
export async function addRelated(stack: JobStack, needles: Needles, ids: Ids): Promise<void> {
  await addSignIn(stack, needles, ids)
  await addMail(stack, needles, ids)
  await addMoney(stack, needles, ids)
  await addWebhooks(stack, needles, ids)
  await addJobs(stack, needles, ids)
}

async function addSignIn(
  stack: JobStack,
  { text, email, hash }: Needles,
  { profileId, conversationId, whatsapp }: Ids,
) {
  const sql = sqlOf(stack)
  await sql`insert into public.accounts (provider, provider_account_id, profile_id) values ('google', ${text}, ${profileId})`
  await sql`insert into public.totp_factors (profile_id, secret) values (${profileId}, ${`segredo-selado-${text}`})`
  await sql`insert into public.recovery_codes (profile_id, code_hash) values (${profileId}, ${hash})`
  await sql`
    insert into public.verification_tokens (id, kind, identifier, token_hash, expires_at, callback_path)
    values (${newId()}, 'sign-in', ${email}, ${hash}, now() + interval '10 minutes', ${`/conversa?${text}`})`
  await sql`update public.consents set address_hash = ${hash} where conversation_id = ${conversationId}`
  await sql`update public.whatsapp_contacts set user_id = ${`u-${text}`} where id = ${whatsapp.contactId}`
}

async function addMail(stack: JobStack, { text, email }: Needles, { profileId, conversationId }: Ids) {
  const sql = sqlOf(stack)
  await sql`
    insert into public.mail_messages (job_id, kind, to_address, conversation_id, provider_id, status, detail)
    values (${newId()}, 'visitor-new-conversation', ${email}, ${conversationId}, ${newId()}, 'bounced', ${text})`
  await sql`insert into public.mail_suppressions (address, reason, detail) values (${email}, 'bounced', ${text})`
  await addMailedLink(stack, `outro.${email}`, profileId)
}

/** A link that the person asked for at an address which they gave nowhere else: it is gone, and its mail is on record. */
async function addMailedLink(stack: JobStack, email: string, profileId: string) {
  const sql = sqlOf(stack)
  const [tokenId, jobId] = [newId(), newId()]
  await sql`
    insert into public.verification_tokens (id, kind, identifier, token_hash, expires_at, profile_id)
    values (${tokenId}, 'sign-in', ${email}, ${tokenId}, now(), ${profileId})`
  await sql`
    insert into public.outbox (id, name, version, payload, outcome, finished_at)
    values (${jobId}, 'email-sign-in-link', 1, ${sql.json({ requestId: tokenId })}, 'done', now())`
  const mail = { p_job_id: jobId, p_kind: 'sign-in-link', p_to: email, p_memory_ms: 60_000 }
  await stack.services.db.call('begin_mail', mail)
  await sql`insert into public.mail_suppressions (address, reason) values (${email}, 'bounced')`
  await sql`delete from public.verification_tokens where id = ${tokenId}`
}

async function addMoney(stack: JobStack, { text }: Needles, { conversationId }: Ids) {
  await sqlOf(stack)`
    insert into public.payments (id, conversation_id, amount_cents, provider, description, checkout_id, checkout_url)
    values (
      ${newId()}, ${conversationId}, 15000, 'mercado-pago', ${`Honorários de ${text}`}, ${text},
      ${`https://pagamento.example/${text}`}
    )`
}

async function addWebhooks(stack: JobStack, { text, email }: Needles, { conversationId }: Ids) {
  const sql = sqlOf(stack)
  const told = { type: 'email.bounced', data: { to: [`${text} <${email}>`], bounce: { message: text } } }
  await sql`
    insert into public.inbound_webhooks (id, provider, provider_event_id, kind, event, state)
    values (${newId()}, 'resend', ${newId()}, 'email.bounced', ${sql.json(told)}, 'unknown')`
  const [endpointId, deliveryId] = [newId(), newId()]
  await sql`
    insert into public.outgoing_webhooks (id, url, events)
    values (${endpointId}, 'https://firma.example/webhook', ${sql.json(['lead.updated'])})`
  await sql`
    insert into public.outgoing_webhook_deliveries (id, endpoint_id, event_id, type, occurred_at, data, state)
    values (
      ${deliveryId}, ${endpointId}, ${newId()}, 'lead.updated', now(), ${sql.json({ conversationId, note: text })},
      'delivered'
    )`
  await sql`
    insert into public.outgoing_webhook_attempts (delivery_id, attempt, at, duration_ms, status, excerpt)
    values (${deliveryId}, 1, now(), 12, 200, ${`{"saved":"${text}"}`})`
}

async function addJobs(stack: JobStack, { text, email }: Needles, { conversationId }: Ids) {
  const sql = sqlOf(stack)
  const payload = sql.json({ conversationId, note: text })
  const history = sql.json([{ at: '2026-11-23T12:00:00Z', attempt: 1, error: `refused: ${text}` }])
  await sql`
    insert into public.outbox (id, name, version, payload, run_at, history)
    values (${newId()}, 'email-visitor-new-conversation', 1, ${payload}, now() + interval '1 day', ${history})`
  // A dead letter that somebody edited: nothing but the address tells whose it is.
  await sql`
    insert into public.dead_letters (id, queue, name, version, payload, reason, error, history)
    values (
      ${newId()}, 'emails', 'email-visitor-new-conversation', 1, ${sql.json({ to: email })}, 'failed', ${text}, ${history}
    )`
}
