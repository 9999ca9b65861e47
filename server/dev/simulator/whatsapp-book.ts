import { z } from 'zod'
import { parseJson } from '#server/parse-json.ts'
import type { Delivery } from './deliveries.ts'
import type { StatusName } from './events/whatsapp-events.ts'
import { readSentMessage, toWaId } from './providers/whatsapp.ts'
import type { DeliveryStore } from './store.ts'
import type { EventStore } from './webhooks/event-store.ts'
import type { WebhookEvent } from './webhooks/webhook-events.ts'

/** A person who wrote to the firm, or was written to. */
export interface Contact {
  /** Number without `+` as an account is known by, or user id. */
  readonly key: string
  readonly name: string
  readonly number: string | undefined
  readonly userId: string | undefined
  /** Undefined until they write. */
  readonly lastInboundMs: number | undefined
  readonly lastAt: string
  readonly lastText: string
}

export interface ThreadMessage {
  readonly wamid: string
  readonly at: string
  readonly isFromFirm: boolean
  readonly text: string
  readonly isTemplate: boolean
  /** Of what the firm sent. */
  readonly status: StatusName | 'accepted' | undefined
  /** Of what the person wrote: the site did not take it. */
  readonly isLost: boolean
}

export interface WhatsappBook {
  /** Whether the person wrote within 24 hours: only then does free text reach them. */
  isWindowOpen(recipient: string, nowMs: number): boolean
  find(key: string): Contact | undefined
  /** Who was heard of last comes first. */
  contacts(): readonly Contact[]
  /** Oldest first. */
  thread(key: string): readonly ThreadMessage[]
}

const windowMs = 24 * 60 * 60_000

/** Who is at the other end, as the deliveries and the events tell. */
export function createWhatsappBook(store: DeliveryStore, events: EventStore): WhatsappBook {
  const contacts = new Map<string, Contact>()
  const keyOfUser = new Map<string, string>()
  const keyOf = (recipient: string) => keyOfUser.get(recipient) ?? recipient
  const hear = (event: WebhookEvent) => {
    const inbound = readInbound(event)
    if (!inbound) return
    const { number, userId } = inbound
    const key = number === undefined ? keyOf(userId ?? '') : toWaId(number)
    if (userId !== undefined) keyOfUser.set(userId, key)
    const known = contacts.get(key)
    const latest = known && known.lastAt > inbound.lastAt ? pickLast(known) : {}
    contacts.set(key, { ...inbound, key, number: number ?? known?.number, userId: userId ?? known?.userId, ...latest })
  }
  const note = (entry: Delivery) => {
    if (!isSent(entry)) return
    const { recipient, text, template } = readSentMessage(entry)
    const key = keyOf(recipient)
    const known = contacts.get(key) ?? stranger(key)
    contacts.set(key, { ...known, lastAt: entry.receivedAt, lastText: text ?? template ?? '' })
  }
  for (const entry of store.list({ provider: 'whatsapp' })) note(entry)
  for (const event of events.list({ provider: 'whatsapp', kind: 'message' })) hear(event)
  store.onAppend(note)
  events.onChange((event) => {
    if (event.kind === 'message' && event.attempts.length === 0) hear(event)
  })
  return {
    isWindowOpen: (recipient, nowMs) => nowMs - (contacts.get(keyOf(recipient))?.lastInboundMs ?? 0) < windowMs,
    find: (key) => contacts.get(keyOf(key)),
    contacts: () => [...contacts.values()].sort((left, right) => right.lastAt.localeCompare(left.lastAt)),
    thread: (key) => {
      const isTheirs = (recipient: string) => keyOf(recipient) === key
      return [...listInbound(events, isTheirs), ...listSent(store, events, isTheirs)].sort((left, right) =>
        left.at.localeCompare(right.at),
      )
    },
  }
}

const pickLast = ({ lastAt, lastText }: Contact) => ({ lastAt, lastText })

const isSent = (entry: Delivery): boolean => entry.provider === 'whatsapp' && entry.outcome === 'accepted'

const stranger = (key: string): Contact => ({
  key,
  name: /^\d/.test(key) ? `+${key}` : key,
  number: /^\d/.test(key) ? key : undefined,
  userId: /^\d/.test(key) ? undefined : key,
  lastInboundMs: undefined,
  lastAt: '',
  lastText: '',
})

const inboundBody = z.object({
  entry: z.tuple([
    z.object({
      changes: z.tuple([
        z.object({
          value: z.object({
            contacts: z.tuple([z.object({ profile: z.object({ name: z.string() }) })]),
            messages: z.tuple([
              z.object({ from: z.string().optional(), from_user_id: z.string().optional(), timestamp: z.string() }),
            ]),
          }),
        }),
      ]),
    }),
  ]),
})

/** Who a message event is from; undefined for what the simulator did not make itself. */
function readInbound(event: WebhookEvent) {
  const parsed = inboundBody.safeParse(parseJson(event.body))
  if (event.kind !== 'message' || !parsed.success) return undefined
  const { contacts, messages } = parsed.data.entry[0].changes[0].value
  const { from, from_user_id: userId, timestamp } = messages[0]
  return {
    name: contacts[0].profile.name,
    number: from,
    userId,
    lastInboundMs: Number(timestamp) * 1_000,
    lastAt: event.createdAt,
    lastText: event.summary.preview,
  }
}

function listInbound(events: EventStore, isTheirs: (recipient: string) => boolean): ThreadMessage[] {
  return events.list({ provider: 'whatsapp', kind: 'message' }).flatMap((event) => {
    const inbound = event.copy === 1 ? readInbound(event) : undefined
    const key = inbound?.number === undefined ? inbound?.userId : toWaId(inbound.number)
    if (key === undefined || !isTheirs(key)) return []
    const { subject: wamid, createdAt: at, summary, state } = event
    const isLost = state === 'failed' || state === 'undeliverable'
    return [{ wamid, at, isFromFirm: false, text: summary.preview, isTemplate: false, status: undefined, isLost }]
  })
}

function listSent(store: DeliveryStore, events: EventStore, isTheirs: (recipient: string) => boolean): ThreadMessage[] {
  const statuses = readStatuses(events)
  return store.list({ provider: 'whatsapp', outcome: 'accepted' }).flatMap((entry) => {
    const sent = readSentMessage(entry)
    if (!isTheirs(sent.recipient)) return []
    return [
      {
        wamid: entry.id,
        at: entry.receivedAt,
        isFromFirm: true,
        text: sent.text ?? sent.template ?? '',
        isTemplate: sent.template !== undefined,
        status: statuses.get(entry.id) ?? 'accepted',
        isLost: false,
      },
    ]
  })
}

const rank: Readonly<Record<StatusName, number>> = { sent: 1, delivered: 2, read: 3, failed: 4 }

/** The furthest status told of each message. */
export function readStatuses(events: EventStore): Map<string, StatusName> {
  const statuses = new Map<string, StatusName>()
  for (const { kind, subject } of events.list({ provider: 'whatsapp' })) {
    const status = statusNames.find((name) => kind === `status.${name}`)
    const known = statuses.get(subject)
    if (status && (!known || rank[status] > rank[known])) statuses.set(subject, status)
  }
  return statuses
}

const statusNames = ['sent', 'delivered', 'read', 'failed'] as const
