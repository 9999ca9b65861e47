import { z } from 'zod'
import { parseJson } from '../parse-json.ts'
import { ProviderError } from './provider-error.ts'
import { parseRetryAfter } from './retry-after.ts'

/** Formats: https://www.mercadopago.com.br/developers/pt/reference (payments, preferences). Amounts are in reais. */
export interface MercadoPago {
  /**
   * A payment as it is now; null where there is none of that number.
   * @throws ProviderError `isRetryable` for 429, 5xx, a timeout or a lost connection
   */
  fetchPayment(id: string, options: { readonly signal: AbortSignal }): Promise<MercadoPagoPayment | null>
  /** A page where somebody pays, once per idempotency key. @throws ProviderError as above */
  createPreference(
    preference: NewPreference,
    options: { readonly idempotencyKey: string; readonly signal: AbortSignal },
  ): Promise<{ readonly id: string; readonly checkoutUrl: string }>
}

export interface NewPreference {
  readonly title: string
  readonly amountCents: number
  /** Comes back with every payment that is made there. */
  readonly reference: string
  /** Where payments are told of. */
  readonly notificationUrl: string
  /** Where the payer goes afterwards. */
  readonly backUrl: string
}

const payment = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  status: z.string(),
  transaction_amount: z.number(),
  transaction_amount_refunded: z.number().nullish(),
  currency_id: z.string(),
  external_reference: z.string().nullish(),
  date_approved: z.string().nullish(),
})
export type MercadoPagoPayment = z.infer<typeof payment>

const createdPreference = z.object({ id: z.string().min(1), init_point: z.url() })
const refusal = z.object({ error: z.string().regex(/^[a-z_]{1,64}$/) })

interface MercadoPagoOptions {
  readonly baseUrl: string
  readonly accessToken: string
  readonly timeoutMs?: number
  readonly clock?: () => number
}

export function createMercadoPago(options: MercadoPagoOptions): MercadoPago {
  const base = options.baseUrl.replace(/\/$/, '')
  const authorization = `Bearer ${options.accessToken}`
  return {
    fetchPayment: async (id, { signal }) => {
      const answer = await ask(options, {
        url: `${base}/v1/payments/${encodeURIComponent(id)}`,
        init: { headers: { authorization }, signal },
      })
      if (answer.status === 404) return null
      return read(payment, answer, options)
    },
    createPreference: async (preference, { idempotencyKey, signal }) => {
      const headers = { authorization, 'content-type': 'application/json', 'x-idempotency-key': idempotencyKey }
      const answer = await ask(options, {
        url: `${base}/checkout/preferences`,
        init: { method: 'POST', headers, body: JSON.stringify(toWire(preference)), signal },
      })
      const created = read(createdPreference, answer, options)
      return { id: created.id, checkoutUrl: created.init_point }
    },
  }
}

const toWire = ({ title, amountCents, reference, notificationUrl, backUrl }: NewPreference) => ({
  items: [{ id: reference, title, quantity: 1, currency_id: 'BRL', unit_price: amountCents / 100 }],
  external_reference: reference,
  notification_url: notificationUrl,
  back_urls: { success: backUrl, pending: backUrl, failure: backUrl },
})

interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: unknown
}

interface Call {
  readonly url: string
  readonly init: RequestInit & { readonly signal: AbortSignal }
}

/** One attempt; the body is read under the same timeout as the call. */
async function ask({ timeoutMs = 10_000 }: MercadoPagoOptions, { url, init }: Call): Promise<Answer> {
  const signal = AbortSignal.any([init.signal, AbortSignal.timeout(timeoutMs)])
  try {
    const response = await fetch(url, { ...init, signal, redirect: 'error' })
    const text = await response.text()
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: parseJson(text) }
  } catch (error) {
    const reason = error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'connection failed'
    throw new ProviderError({ provider: 'mercado-pago', reason, isRetryable: true })
  }
}

function read<T>(schema: z.ZodType<T>, { status, retryAfter, body }: Answer, options: MercadoPagoOptions): T {
  const isOk = status >= 200 && status < 300
  const parsed = schema.safeParse(body)
  if (isOk && parsed.success) return parsed.data
  const reason = isOk ? 'the answer cannot be read' : (refusal.safeParse(body).data?.error ?? 'no reason given')
  throw new ProviderError({
    provider: 'mercado-pago',
    status,
    reason,
    // An unreadable answer is a change of theirs that a later release understands: kept, not repeated.
    isRetryable: status >= 500 || status === 408 || status === 429,
    retryAfterMs: parseRetryAfter(retryAfter, (options.clock ?? Date.now)()),
  })
}
