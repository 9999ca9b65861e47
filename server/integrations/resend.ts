import { z } from 'zod'
import { parseJson } from '../parse-json.ts'
import { ProviderError } from './provider-error.ts'
import { parseRetryAfter } from './retry-after.ts'

/** Format: https://resend.com/docs/api-reference/emails/send-email and …/errors */
export interface Email {
  /** `Name <address>` or a bare address. */
  readonly from: string
  readonly to: string
  readonly replyTo?: string
  readonly subject: string
  readonly html: string
  readonly text: string
  /** Names and values of ASCII letters, digits, `_` and `-`. */
  readonly tags?: Readonly<Record<string, string>>
}

export interface Resend {
  /**
   * Sends once per idempotency key (at most 256 characters, remembered by Resend for 24 h). The id is null when the key
   * had been taken by a mail of other content: an earlier attempt went out, and its text has changed since.
   * A name or an address that would become a header line of its own is refused here, for good.
   * @throws ProviderError `isRetryable` for 429, 5xx, a timeout, a lost connection or an abort; permanent for other refusals
   */
  sendEmail(email: Email, options: SendOptions): Promise<{ id: string | null }>
}

export interface SendOptions {
  readonly idempotencyKey: string
  readonly signal?: AbortSignal
}

interface ResendOptions {
  readonly baseUrl: string
  readonly apiKey: string
  readonly timeoutMs?: number
  readonly clock?: () => number
}

const sentEmail = z.object({ id: z.string().min(1) })
const refusal = z.object({ name: z.string().regex(/^[a-z_]{1,64}$/) })

export function createResend(options: ResendOptions): Resend {
  const endpoint = new URL('emails', options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`)
  const clock = options.clock ?? Date.now
  return {
    sendEmail: async (email, { idempotencyKey, signal }) => {
      refuseInjected(email)
      const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000)
      const answer = await post(endpoint, {
        headers: {
          authorization: `Bearer ${options.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
        },
        body: JSON.stringify(toWire(email)),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      if (hadAccepted(answer)) return { id: null }
      if (!answer.ok) throw readRefusal(answer, clock())
      return readSent(answer)
    },
  }
}

/** What breaks a line, and what separates one address from the next. */
const lineBreak = /[\p{Cc}\p{Zl}\p{Zp}]/u
const secondAddress = /[,;]|@.*@/

/** Resend builds headers of these: whatever was typed into a form is not to add a recipient. */
function refuseInjected({ from, to, replyTo = '', subject }: Email): void {
  const isBroken = [from, to, replyTo, subject].some((line) => lineBreak.test(line))
  if (!isBroken && !secondAddress.test(to) && !secondAddress.test(replyTo)) return
  throw new ProviderError({ provider: 'resend', reason: 'header_injection', isRetryable: false })
}

interface Answer {
  readonly ok: boolean
  readonly status: number
  readonly retryAfter: string | null
  readonly body: unknown
}

/** One attempt; the body is read under the same timeout as the call. */
async function post(endpoint: URL, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(endpoint, { ...init, method: 'POST', redirect: 'error' })
    const text = await response.text()
    return {
      ok: response.ok,
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: parseJson(text),
    }
  } catch (error) {
    throw new ProviderError({ provider: 'resend', reason: describeNetworkFailure(error), isRetryable: true })
  }
}

/** The key belongs to an accepted mail of other content. Keys of refused ones are free again. */
const hadAccepted = (answer: Answer): boolean =>
  answer.status === 409 && readReason(answer) === 'invalid_idempotent_request'

function readReason({ body }: Answer): string | undefined {
  const parsed = refusal.safeParse(body)
  return parsed.success ? parsed.data.name : undefined
}

function readRefusal(answer: Answer, nowMs: number): ProviderError {
  const reason = readReason(answer) ?? 'no reason given'
  return new ProviderError({
    provider: 'resend',
    status: answer.status,
    reason,
    isRetryable: isRetryable(answer.status, reason),
    retryAfterMs: waitOf(reason, parseRetryAfter(answer.retryAfter, nowMs)),
  })
}

/** A quota is used up for hours, whatever short wait Resend asks for: calls every second would come to nothing. */
const waitOf = (reason: string, askedMs: number | undefined): number | undefined =>
  quotas.has(reason) ? Math.max(askedMs ?? 0, 3_600_000) : askedMs

const quotas: ReadonlySet<string> = new Set(['daily_quota_exceeded', 'monthly_quota_exceeded'])

/** The mail may have gone out although its answer is unreadable: the idempotency key makes the retry safe. */
function readSent(answer: Answer): { id: string } {
  const parsed = sentEmail.safeParse(answer.body)
  if (parsed.success) return parsed.data
  const reason = 'the answer has no id'
  throw new ProviderError({ provider: 'resend', status: answer.status, reason, isRetryable: true })
}

/** 409 passes when the first call is merely still running. */
const isRetryable = (status: number, reason: string): boolean =>
  status >= 500 || status === 408 || status === 429 || reason === 'concurrent_idempotent_requests'

const toWire = ({ replyTo, tags, ...email }: Email) => ({
  ...email,
  ...(replyTo === undefined ? {} : { reply_to: replyTo }),
  ...(tags === undefined ? {} : { tags: Object.entries(tags).map(([name, value]) => ({ name, value })) }),
})

function describeNetworkFailure(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout'
  if (error instanceof Error && error.name === 'AbortError') return 'aborted'
  const cause = error instanceof Error ? error.cause : undefined
  const isCoded = typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
  return isCoded ? String(cause.code) : 'connection failed'
}
