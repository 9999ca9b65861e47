import { z } from 'zod'
import type { SplitEvent, SplitEvents } from './split-event.ts'
import { kindOf, unknownEvent } from './unknown-event.ts'

/** With the name of a status it is still no longer than the name of an event may be. */
const eventId = z.string().min(1).max(250)
const contact = z.looseObject({ wa_id: z.string().optional(), user_id: z.string().optional() })
const sender = z.looseObject({ id: eventId, from: z.string().optional(), from_user_id: z.string().optional() })
const status = z.looseObject({ id: eventId, status: z.string().min(1).max(40) })

const value = z.looseObject({
  metadata: z.unknown().optional(),
  contacts: z.array(z.unknown()).optional(),
  messages: z.array(z.unknown()).optional(),
  statuses: z.array(z.unknown()).optional(),
})
const change = z.looseObject({ field: z.string(), value: z.unknown() })
const notice = z.looseObject({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.looseObject({ id: z.string().optional(), changes: z.array(z.unknown()) })),
})

/**
 * Every message and every status of every change of every entry. A message is
 * `{accountId, metadata, contact, message}`, a status `{accountId, metadata, status}`; what is neither is kept as it came.
 */
export const splitWhatsappEvents: SplitEvents = ({ body }) => {
  const parsed = notice.safeParse(body)
  if (!parsed.success) return [unknownEvent('unknown', body)]
  const events = parsed.data.entry.flatMap(({ id, changes }) => changes.flatMap((one) => splitChange(id ?? null, one)))
  return events.length > 0 ? events : [unknownEvent('empty', body)]
}

type AccountId = string | null

interface Told {
  readonly accountId: AccountId
  readonly metadata: unknown
}

function splitChange(accountId: AccountId, raw: unknown): readonly SplitEvent[] {
  const keep = (kind: string) => [unknownChange(kind, accountId, raw)]
  const parsed = change.safeParse(raw)
  if (!parsed.success) return keep('unknown')
  const { field } = parsed.data
  const content = value.safeParse(parsed.data.value)
  if (field !== 'messages' || !content.success) return keep(kindOf(field))
  const { metadata = null, contacts = [], messages = [], statuses = [] } = content.data
  const events = [
    ...messages.map((message) => messageEvent({ accountId, metadata, contact: contactOf(contacts, message), message })),
    ...statuses.map((one) => statusEvent({ accountId, metadata, status: one })),
  ]
  return events.length > 0 ? events : keep('messages')
}

function messageEvent(event: Told & { readonly contact: unknown; readonly message: unknown }): SplitEvent {
  const { accountId, metadata, contact: card, message } = event
  const parsed = sender.safeParse(message)
  if (parsed.success) return { providerEventId: parsed.data.id, kind: 'message', event, isKnown: true }
  const rest = { metadata, contacts: card === null ? [] : [card], messages: [message] }
  return unknownChange('message', accountId, { field: 'messages', value: rest })
}

function statusEvent(event: Told & { readonly status: unknown }): SplitEvent {
  const { accountId, metadata } = event
  const parsed = status.safeParse(event.status)
  if (!parsed.success) {
    return unknownChange('status', accountId, { field: 'messages', value: { metadata, statuses: [event.status] } })
  }
  const { id, status: name } = parsed.data
  return { providerEventId: `${id}:${name}`, kind: 'status', event, isKnown: true }
}

/** As a request of its own, so that a later release can read it as it reads any other. */
const unknownChange = (kind: string, accountId: AccountId, raw: unknown): SplitEvent =>
  unknownEvent(kind, { object: 'whatsapp_business_account', entry: [{ id: accountId ?? undefined, changes: [raw] }] })

/** The sender's card: found by number or user id, or the only one there is. */
function contactOf(contacts: readonly unknown[], message: unknown): unknown {
  const { from, from_user_id: userId } = sender.safeParse(message).data ?? {}
  const own = contacts.find((one) => {
    const card = contact.safeParse(one).data
    return card !== undefined && ((from && card.wa_id === from) || (userId && card.user_id === userId))
  })
  return own ?? (contacts.length === 1 ? contacts[0] : null) ?? null
}
