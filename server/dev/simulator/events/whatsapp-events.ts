import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { EventDraft } from '../webhooks/webhook-events.ts'

/** Who writes: a number, a business-scoped user id where the person shows no number, or both. */
const person = {
  from: z
    .string()
    .regex(/^\+?\d{8,15}$/)
    .transform((text) => text.replace('+', ''))
    .optional(),
  fromUserId: z
    .string()
    .regex(/^[A-Z]{2}\.(ENT\.)?\w{1,128}$/, 'looks like BR.13491208655302741918')
    .optional(),
}

const messageKinds = [
  'text',
  'image',
  'audio',
  'video',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'button',
  'unsupported',
] as const

export const whatsappMessageInput = z
  .object({
    type: z.literal('message'),
    ...person,
    name: z.string().min(1).max(120).default('Cliente'),
    body: z.string().max(4_096).default('Olá'),
    kind: z.enum(messageKinds).default('text'),
    wamid: z.string().min(1).optional(),
    /** The wamid that it answers or reacts to. */
    replyTo: z.string().optional(),
    /** Seconds since the epoch. */
    timestamp: z.coerce.number().int().positive().optional(),
  })
  .strict()
  .refine(({ from, fromUserId }) => from ?? fromUserId, { path: ['from'], message: 'needs a number or a user id' })
export type WhatsappMessageInput = z.infer<typeof whatsappMessageInput>

export const statusName = z.enum(['sent', 'delivered', 'read', 'failed'])
export type StatusName = z.infer<typeof statusName>

export const whatsappStatusInput = z
  .object({
    type: z.literal('status'),
    wamid: z.string().min(1),
    status: statusName,
    /** Of a failure. */
    code: z.coerce.number().int().positive().default(131_026),
    title: z.string().optional(),
  })
  .strict()

interface Account {
  readonly phoneNumberId: string
  readonly nowMs: number
}

/** A message of a person, as the webhook `messages` carries it. */
export function messageEvent(input: WhatsappMessageInput, account: Account): EventDraft {
  const { from, fromUserId, name } = input
  const id = input.wamid ?? `wamid.${randomBytes(30).toString('base64url')}`
  const user = fromUserId === undefined ? {} : { user_id: fromUserId }
  const message = {
    ...(from === undefined ? {} : { from }),
    ...(fromUserId === undefined ? {} : { from_user_id: fromUserId }),
    id,
    timestamp: String(input.timestamp ?? toSeconds(account.nowMs)),
    type: input.kind,
    ...contentOf(input),
    ...(input.replyTo !== undefined && input.kind !== 'reaction' ? { context: { id: input.replyTo } } : {}),
  }
  const contact = { profile: { name }, ...(from === undefined ? {} : { wa_id: from }), ...user }
  return {
    id,
    provider: 'whatsapp',
    kind: 'message',
    subject: id,
    summary: { title: name, to: from ? `+${from}` : (fromUserId ?? ''), preview: describeContent(input) },
    body: JSON.stringify(envelope(account, { contacts: [contact], messages: [message] })),
  }
}

export interface StatusOf {
  readonly wamid: string
  readonly status: StatusName
  /** The number without `+`, or the user id, as the accepted message had it. */
  readonly recipient: string
  readonly callbackData?: string | undefined
  readonly error?: { readonly code: number; readonly title: string } | undefined
}

/** What became of a message that the firm sent. */
export function statusEvent(of: StatusOf, account: Account): EventDraft {
  const isUser = /^[A-Z]/.test(of.recipient)
  const status = {
    id: of.wamid,
    status: of.status,
    timestamp: String(toSeconds(account.nowMs)),
    ...(isUser ? { recipient_user_id: of.recipient } : { recipient_id: of.recipient }),
    ...(of.callbackData === undefined ? {} : { biz_opaque_callback_data: of.callbackData }),
    ...(of.error ? { errors: [describeError(of.error)] } : {}),
  }
  return {
    id: `${of.wamid}:${of.status}`,
    provider: 'whatsapp',
    kind: `status.${of.status}`,
    subject: of.wamid,
    summary: {
      title: of.error ? `${of.status} ${of.error.code}` : of.status,
      to: isUser ? of.recipient : `+${of.recipient}`,
      preview: of.error?.title ?? of.callbackData ?? '',
    },
    body: JSON.stringify(envelope(account, { statuses: [status] })),
  }
}

/** Codes: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
export const statusErrors: Readonly<Record<number, string>> = {
  131026: 'Message undeliverable',
  131047: 'Re-engagement message',
  131049: 'This message was not delivered to maintain healthy ecosystem engagement.',
  130472: "User's number is part of an experiment",
}

const describeError = ({ code, title }: { code: number; title: string }) => ({
  code,
  title,
  message: title,
  error_data: {
    details:
      code === 131_047
        ? 'Message failed to send because more than 24 hours have passed since the customer last replied to this number.'
        : title,
  },
  href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
})

const envelope = ({ phoneNumberId }: Account, value: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '552135550142', phone_number_id: phoneNumberId },
            ...value,
          },
        },
      ],
    },
  ],
})

const contentLabels: Readonly<Partial<Record<WhatsappMessageInput['kind'], string>>> = {
  image: 'Foto',
  audio: 'Áudio',
  video: 'Vídeo',
  document: 'Documento',
  sticker: 'Figurinha',
  location: 'Local',
  contacts: 'Contato',
  reaction: 'Reação',
  unsupported: 'Não suportada',
}

function describeContent({ kind, body }: WhatsappMessageInput): string {
  const label = contentLabels[kind]
  return label === undefined ? body : `${label}: ${body}`
}

/** The part of a message that its type names. */
function contentOf({ kind, body, replyTo = '' }: WhatsappMessageInput): object {
  const media = { id: '1003383421387256', sha256: 'c2ltdWxhZG9y' }
  const contents: Record<WhatsappMessageInput['kind'], object> = {
    text: { text: { body } },
    image: { image: { ...media, mime_type: 'image/jpeg', caption: body } },
    audio: { audio: { ...media, mime_type: 'audio/ogg; codecs=opus', voice: true } },
    video: { video: { ...media, mime_type: 'video/mp4', caption: body } },
    document: { document: { ...media, mime_type: 'application/pdf', filename: 'contrato.pdf', caption: body } },
    sticker: { sticker: { ...media, mime_type: 'image/webp', animated: false } },
    location: { location: { latitude: -22.9068, longitude: -43.1729, name: 'Centro', address: body } },
    contacts: { contacts: [{ name: { formatted_name: body }, phones: [{ phone: '+55 21 99999-0000' }] }] },
    reaction: { reaction: { message_id: replyTo, emoji: '👍' } },
    button: { button: { text: body, payload: 'retomar' } },
    unsupported: { errors: [{ code: 131_051, title: 'Message type is currently not supported.' }] },
  }
  return contents[kind]
}

const toSeconds = (ms: number): number => Math.floor(ms / 1000)
