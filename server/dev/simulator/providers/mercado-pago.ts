import { randomInt, randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  type Acceptance,
  bearerToken,
  clip,
  formatBrl,
  type ProviderApi,
  type ProviderRequest,
  type Reply,
} from './provider-api.ts'

/** Mercado Pago: https://www.mercadopago.com.br/developers/pt/reference (payments, preferences) */
const shared = {
  external_reference: z.string().max(256).optional(),
  notification_url: z.url().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
}

const payment = z.looseObject({
  transaction_amount: z.number().positive(),
  payment_method_id: z.string().min(1),
  payer: z.looseObject({ email: z.email() }),
  description: z.string().optional(),
  ...shared,
})

const item = z.looseObject({
  title: z.string().min(1),
  quantity: z.int().positive(),
  unit_price: z.number().positive(),
})
const preference = z.looseObject({ items: z.array(item).min(1), ...shared })

const refuseToken = (request: ProviderRequest): Reply | undefined =>
  /^(TEST|APP_USR)-[\w-]+$/.test(bearerToken(request) ?? '') ? undefined : fail(401)

const fail = (status: number): Reply => {
  const [error, message] = failures[status] ?? failures[500]
  return { status, body: { message, error, status, cause: [] } }
}

const failures: Record<number, readonly [error: string, message: string]> & { 500: readonly [string, string] } = {
  401: ['unauthorized', 'invalid access token'],
  403: ['forbidden', 'The caller is not authorized to access this resource'],
  404: ['not_found', 'Payment not found'],
  429: ['too_many_requests', 'Too many requests'],
  500: ['internal_error', 'internal_error'],
}

export const paymentsApi: ProviderApi = {
  name: 'mercado-pago',
  idempotencyHeader: 'x-idempotency-key',
  refuse: (request) => refuseToken(request) ?? refuseMissingKey(request) ?? refuseBody(payment, request.body),
  accept: acceptPayment,
  fail,
}

export const preferencesApi: ProviderApi = {
  name: 'mercado-pago',
  idempotencyHeader: 'x-idempotency-key',
  refuse: (request) => refuseToken(request) ?? refuseBody(preference, request.body),
  accept: acceptPreference,
  fail,
}

export const refusePaymentRead = refuseToken
export const unknownPayment = (): Reply => fail(404)

function acceptPayment(request: ProviderRequest): Acceptance {
  const asked = payment.parse(request.body)
  const id = randomInt(10_000_000_000, 99_999_999_999)
  const createdAt = new Date(request.nowMs).toISOString()
  const body = {
    id,
    status: 'pending',
    status_detail: 'pending_waiting_transfer',
    date_created: createdAt,
    date_last_updated: createdAt,
    date_approved: null,
    currency_id: 'BRL',
    live_mode: false,
    payment_type_id: asked.payment_method_id === 'pix' ? 'bank_transfer' : 'credit_card',
    ...asked,
    transaction_amount_refunded: 0,
    point_of_interaction: {
      type: 'OPENPLATFORM',
      transaction_data: {
        qr_code: `00020126SIMULADOR${id}5204000053039865802BR6304`,
        ticket_url: `${request.origin}/pay/${id}`,
      },
    },
  }
  return {
    id: String(id),
    kind: 'payment',
    summary: {
      title: `Pagamento de ${formatBrl(asked.transaction_amount)}`,
      to: asked.payer.email,
      preview: clip([asked.payment_method_id, asked.description, asked.external_reference].filter(Boolean).join(' · ')),
    },
    reply: { status: 201, body },
  }
}

function acceptPreference(request: ProviderRequest): Acceptance {
  const asked = preference.parse(request.body)
  const id = `${randomInt(100_000_000, 999_999_999)}-${randomUUID()}`
  const link = `${request.origin}/pay/${id}`
  return {
    id,
    kind: 'preference',
    summary: {
      title: `Link de pagamento de ${formatBrl(totalOf(asked.items))}`,
      to: asked.external_reference ?? '',
      preview: clip(asked.items.map(({ title }) => title).join(', ')),
    },
    reply: {
      status: 201,
      body: {
        id,
        date_created: new Date(request.nowMs).toISOString(),
        ...asked,
        init_point: link,
        sandbox_init_point: link,
      },
    },
  }
}

/** In reais. */
export const totalOf = (items: readonly { readonly quantity: number; readonly unit_price: number }[]): number =>
  Math.round(items.reduce((sum, { quantity, unit_price }) => sum + quantity * unit_price, 0) * 100) / 100

const refuseMissingKey = (request: ProviderRequest): Reply | undefined =>
  request.headers['x-idempotency-key'] ? undefined : badRequest(4292, "Header X-Idempotency-Key can't be null")

function refuseBody(schema: z.ZodType, body: unknown): Reply | undefined {
  const parsed = schema.safeParse(body)
  if (parsed.success) return undefined
  const issue = parsed.error.issues[0]
  return badRequest(2131, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`)
}

const badRequest = (code: number, description: string): Reply => ({
  status: 400,
  body: { message: description, error: 'bad_request', status: 400, cause: [{ code, description, data: null }] },
})
