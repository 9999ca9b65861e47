import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Delivery } from '../deliveries.ts'
import {
  type Acceptance,
  bearerToken,
  clip,
  type ProviderApi,
  type ProviderRequest,
  type Reply,
} from './provider-api.ts'

/** Errors and messages: https://resend.com/docs/api-reference/errors */
const address = /^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)$/
const recipients = z.union([z.string(), z.array(z.string()).min(1).max(50)])
const tagText = z.string().regex(/^[\w-]{1,256}$/)

const email = z.object({
  from: z.string().regex(address),
  to: recipients,
  cc: recipients.optional(),
  bcc: recipients.optional(),
  reply_to: recipients.optional(),
  subject: z.string().min(1),
  html: z.string().optional(),
  text: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  tags: z.array(z.object({ name: tagText, value: tagText })).optional(),
})

export const resendApi: ProviderApi = {
  name: 'resend',
  idempotencyHeader: 'idempotency-key',
  refuse: (request) => refuseKey(request) ?? refuseIdempotencyKey(request) ?? refuseBody(request),
  accept: acceptEmail,
  fail: (status) => error(status, ...(failures[status] ?? failures[500])),
  rejectReuse: () =>
    error(409, 'invalid_idempotent_request', 'Same idempotency key used with a different request payload.'),
}

/** A stored mail, its recipients as a list. */
export function readEmail(entry: Delivery) {
  const mail = email.parse(entry.request.body)
  return { ...mail, to: toList(mail.to) }
}

/** `GET /emails/:id` of a stored mail; `lastEvent` as its webhooks tell it. */
export function describeEmail(entry: Delivery, lastEvent: string): unknown {
  const mail = readEmail(entry)
  return {
    object: 'email',
    id: entry.id,
    to: mail.to,
    from: mail.from,
    created_at: entry.receivedAt,
    subject: mail.subject,
    html: mail.html ?? null,
    text: mail.text ?? null,
    bcc: toList(mail.bcc),
    cc: toList(mail.cc),
    reply_to: toList(mail.reply_to),
    last_event: lastEvent,
    ...(mail.tags ? { tags: mail.tags } : {}),
  }
}

export const refuseKey = (request: ProviderRequest): Reply | undefined => {
  const token = bearerToken(request)
  if (token === undefined) return error(401, 'missing_api_key', 'Missing API Key')
  return /^re_\w+$/.test(token) ? undefined : error(401, 'validation_error', 'API key is invalid')
}

export const unknownEmail = (): Reply => error(404, 'not_found', 'Email not found')

const failures: Record<number, readonly [name: string, message: string]> & { 500: readonly [string, string] } = {
  401: ['validation_error', 'API key is invalid'],
  403: ['validation_error', 'The domain is not verified. Please, add and verify your domain.'],
  422: ['validation_error', 'Invalid `to` field. The email address needs to follow the `email@example.com` format.'],
  429: ['rate_limit_exceeded', 'Too many requests. You can only make 2 requests per second.'],
  500: ['application_error', 'An unexpected error occurred'],
  503: ['application_error', 'Service unavailable'],
}

function acceptEmail(request: ProviderRequest): Acceptance {
  const mail = email.parse(request.body)
  const id = randomUUID()
  return {
    id,
    kind: 'email',
    summary: {
      title: mail.subject,
      to: toList(mail.to).join(', '),
      preview: clip((mail.text ?? '').replace(/\s+/g, ' ').trim()),
    },
    reply: { status: 200, body: { id } },
  }
}

function refuseIdempotencyKey(request: ProviderRequest): Reply | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined || (key.length >= 1 && key.length <= 256)) return undefined
  return error(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.')
}

function refuseBody(request: ProviderRequest): Reply | undefined {
  const parsed = email.safeParse(request.body)
  if (parsed.success) return refuseContent(parsed.data)
  const field = String(parsed.error.issues[0]?.path[0] ?? 'body')
  const isMissing = !(typeof request.body === 'object' && request.body !== null && field in request.body)
  if (isMissing) return error(422, 'missing_required_field', `Missing \`${field}\` field.`)
  return error(422, 'validation_error', `Invalid \`${field}\` field.`)
}

function refuseContent(mail: z.infer<typeof email>): Reply | undefined {
  const isAddressed = [mail.to, mail.cc, mail.bcc, mail.reply_to].every((some) =>
    toList(some).every((one) => address.test(one)),
  )
  if (!isAddressed)
    return error(
      422,
      'validation_error',
      'Invalid `to` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.',
    )
  if (!mail.html && !mail.text) return error(422, 'validation_error', 'Missing `html` or `text` field.')
  return undefined
}

const toList = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : [value].flat()

const error = (statusCode: number, name: string, message: string): Reply => ({
  status: statusCode,
  body: { statusCode, name, message },
})
