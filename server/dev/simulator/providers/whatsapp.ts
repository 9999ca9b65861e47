import { createHash, randomBytes } from 'node:crypto'
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

/** WhatsApp Business Cloud API. Errors: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
const common = z.object({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  /** A number; or, where the person shows none, `recipient` with their business-scoped user id. */
  to: z
    .string()
    .regex(/^\+?[\d ()-]{6,24}$/)
    .optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.(ENT\.)?\w{1,128}$/)
    .optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
})

const message = z.discriminatedUnion('type', [
  common.extend({
    type: z.literal('text'),
    text: z.object({ body: z.string().min(1).max(4_096), preview_url: z.boolean().optional() }),
  }),
  common.extend({
    type: z.literal('template'),
    template: z.object({
      name: z.string().min(1).max(512),
      language: z.object({ code: z.string().min(2) }),
      components: z.array(z.looseObject({ type: z.string() })).optional(),
    }),
  }),
])

export const whatsappApi: ProviderApi = {
  name: 'whatsapp',
  refuse: (request) => refuseToken(request) ?? refuseBody(request),
  accept: acceptMessage,
  fail: (status) => {
    const { code, text } = failures[status] ?? failures[500]
    return error(status, { code, message: text })
  },
}

interface Failure {
  readonly code: number
  readonly text: string
}

const failures: Record<number, Failure> & { 500: Failure } = {
  400: { code: 131009, text: '(#131009) Parameter value is not valid' },
  401: { code: 190, text: 'Invalid OAuth access token - Cannot parse access token' },
  403: { code: 10, text: '(#10) Application does not have permission for this action' },
  429: { code: 130429, text: '(#130429) Rate limit hit' },
  500: { code: 131000, text: '(#131000) Something went wrong' },
  503: { code: 131016, text: '(#131016) Service unavailable' },
}

function acceptMessage(request: ProviderRequest): Acceptance {
  const sent = message.parse(request.body)
  const id = `wamid.${randomBytes(30).toString('base64url')}`
  const recipient = recipientOf(sent)
  const preview = sent.type === 'text' ? sent.text.body : `${sent.template.name} · ${sent.template.language.code}`
  return {
    id,
    kind: 'message',
    summary: {
      title: sent.type === 'text' ? 'Texto' : 'Modelo',
      to: sent.to === undefined ? recipient : `+${recipient}`,
      preview: clip(preview),
    },
    reply: {
      status: 200,
      body: {
        messaging_product: 'whatsapp',
        contacts: [
          sent.to === undefined ? { input: recipient, user_id: recipient } : { input: sent.to, wa_id: recipient },
        ],
        messages: [{ id, ...(sent.type === 'template' ? { message_status: 'accepted' } : {}) }],
      },
    },
  }
}

/** What the simulator reads of a stored message. */
export function readSentMessage(entry: Delivery) {
  const sent = message.parse(entry.request.body)
  return {
    recipient: recipientOf(sent),
    callbackData: sent.biz_opaque_callback_data,
    text: sent.type === 'text' ? sent.text.body : undefined,
    template: sent.type === 'template' ? sent.template.name : undefined,
  }
}

/** The account's number without `+`, or the user id. */
const recipientOf = ({ to, recipient }: { to?: string | undefined; recipient?: string | undefined }): string =>
  to === undefined ? (recipient ?? '') : toWaId(to)

/** Outside the area codes 11–28 a Brazilian account is known without the ninth digit. */
export function toWaId(to: string): string {
  const digits = to.replace(/\D/g, '')
  const [, area, rest] = /^55(\d\d)9(\d{8})$/.exec(digits) ?? []
  return area !== undefined && Number(area) > 28 ? `55${area}${rest}` : digits
}

const refuseToken = (request: ProviderRequest): Reply | undefined =>
  /^EAA\w*$/.test(bearerToken(request) ?? '') ? undefined : whatsappApi.fail(401)

function refuseBody(request: ProviderRequest): Reply | undefined {
  const parsed = message.safeParse(request.body)
  if (parsed.success) return parsed.data.to || parsed.data.recipient ? undefined : missingRecipient()
  const issue = parsed.error.issues[0]
  const path = issue?.path.join('.') || 'body'
  return error(400, {
    code: 100,
    message: '(#100) Invalid parameter',
    details: `${path}: ${issue?.message ?? 'invalid'}`,
  })
}

const missingRecipient = (): Reply =>
  error(400, { code: 100, message: '(#100) The parameter to is required.', details: 'to: missing' })

function error(status: number, problem: { code: number; message: string; details?: string }): Reply {
  const { code, message, details } = problem
  const traceId = createHash('sha256').update(randomBytes(8)).digest('base64url').slice(0, 23)
  const data = details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }
  return { status, body: { error: { message, type: 'OAuthException', code, ...data, fbtrace_id: traceId } } }
}
