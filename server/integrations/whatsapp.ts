import { z } from 'zod'
import type { JobFailure } from '#server/jobs/job-failure.ts'
import { parseJson } from '../parse-json.ts'
import { ProviderError } from './provider-error.ts'
import { parseRetryAfter } from './retry-after.ts'

/** Format: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages and …/support/error-codes */
export interface WhatsappMessage {
  /** Digits as WhatsApp writes them, or the id that a person has within this business alone. */
  readonly to: { readonly waId: string } | { readonly userId: string }
  readonly content:
    | { readonly kind: 'text'; readonly body: string }
    | { readonly kind: 'template'; readonly name: string; readonly languageCode: string }
  /** At most 512 characters; every status of the message carries it. */
  readonly callbackData: string
}

interface Failure extends Error, JobFailure {}

/** `refused`: WhatsApp has not taken the message, and says so. `unknown`: it may have, and a status may tell. */
export type WhatsappAnswer =
  | { readonly kind: 'sent'; readonly wamid: string }
  /** `code`: WhatsApp's own number of the error. */
  | { readonly kind: 'refused'; readonly code: number | undefined; readonly error: Failure }
  | { readonly kind: 'unknown'; readonly error: Failure }

export interface Whatsapp {
  /**
   * Makes one call, and never rejects. There is no idempotency key: whoever calls has made sure that nobody did before,
   * and calls again only after `refused` with an error that is retryable.
   */
  sendMessage(message: WhatsappMessage): Promise<WhatsappAnswer>
}

interface WhatsappOptions {
  readonly baseUrl: string
  readonly apiVersion: string
  readonly phoneNumberId: string
  readonly accessToken: string
  readonly timeoutMs?: number
  readonly clock?: () => number
}

export function createWhatsapp(options: WhatsappOptions): Whatsapp {
  const base = options.baseUrl.replace(/\/$/, '')
  const endpoint = `${base}/${options.apiVersion}/${options.phoneNumberId}/messages`
  const clock = options.clock ?? Date.now
  return {
    sendMessage: async (message) => {
      const request = {
        method: 'POST',
        redirect: 'manual',
        headers: { authorization: `Bearer ${options.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(toWire(message)),
        signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
      } as const
      try {
        const response = await fetch(endpoint, request)
        return readAnswer(response, { body: parseJson(await response.text()), nowMs: clock() })
      } catch (error) {
        return readNetworkFailure(error)
      }
    },
  }
}

const sentMessage = z.object({ messages: z.tuple([z.object({ id: z.string().min(1).max(500) })]) })
const refusal = z.object({ error: z.object({ code: z.int() }) })

/** An answer of 4xx is a refusal. One of 5xx says that something broke, not that nothing happened before it did. */
function readAnswer(
  { status, headers }: Response,
  { body, nowMs }: { readonly body: unknown; readonly nowMs: number },
): WhatsappAnswer {
  if (status >= 400 && status < 500 && status !== 408) {
    return readRefusal({ status, body, retryAfterMs: parseRetryAfter(headers.get('retry-after'), nowMs) })
  }
  const parsed = sentMessage.safeParse(body)
  if (status < 300 && parsed.success) return { kind: 'sent', wamid: parsed.data.messages[0].id }
  return unknown({ status, reason: status < 300 ? 'the answer has no id' : 'no word of the message' })
}

interface Refusal {
  readonly status: number
  readonly body: unknown
  readonly retryAfterMs: number | undefined
}

function readRefusal({ status, body, retryAfterMs }: Refusal): WhatsappAnswer {
  const parsed = refusal.safeParse(body)
  const code = parsed.success ? parsed.data.error.code : undefined
  const limit = code === undefined ? undefined : limitCodes[code]
  const isRetryable = status === 429 || limit !== undefined
  const isRateLimited = limit === undefined ? status === 429 : limit === 'calls'
  const reason = code === undefined ? 'no reason given' : `code ${code}`
  return { kind: 'refused', code, error: whatsappError({ status, reason, isRetryable, isRateLimited, retryAfterMs }) }
}

/** Too many calls, of whatever message; or too many to one person (131056), or of a kind people report (131048). */
const limitCodes: Readonly<Record<number, 'calls' | 'message'>> = {
  4: 'calls',
  80007: 'calls',
  130429: 'calls',
  131048: 'message',
  131056: 'message',
}

/** Before there is a connection nothing can have been sent; afterwards anything may. */
function readNetworkFailure(error: unknown): WhatsappAnswer {
  if (error instanceof Error && error.name === 'TimeoutError') return unknown({ reason: 'timeout' })
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  if (!neverConnected.has(code)) return unknown({ reason: code || 'connection lost' })
  return { kind: 'refused', code: undefined, error: whatsappError({ reason: code, isRetryable: true }) }
}

const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

type ErrorOptions = Omit<ConstructorParameters<typeof ProviderError>[0], 'provider'>

const whatsappError = (options: ErrorOptions): ProviderError => new ProviderError({ ...options, provider: 'whatsapp' })

const unknown = (options: Omit<ErrorOptions, 'isRetryable'>): WhatsappAnswer => ({
  kind: 'unknown',
  error: whatsappError({ ...options, isRetryable: false }),
})

const toWire = ({ to, content, callbackData }: WhatsappMessage) => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  ...('waId' in to ? { to: to.waId } : { recipient: to.userId }),
  ...(content.kind === 'text'
    ? { type: 'text', text: { body: content.body, preview_url: false } }
    : { type: 'template', template: { name: content.name, language: { code: content.languageCode } } }),
  biz_opaque_callback_data: callbackData,
})
