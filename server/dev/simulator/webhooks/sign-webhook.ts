import { createHmac, randomUUID } from 'node:crypto'
import type { ProviderSecrets } from '../../provider-secrets.ts'
import type { SenderName, SignatureKind, WebhookEvent } from './webhook-events.ts'

type Signed = Pick<WebhookEvent, 'provider' | 'id' | 'subject' | 'body'>

export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string>>
  /** Begins with `?`, or is empty. */
  readonly query: string
}

/** The headers and query of one attempt, signed at `nowMs` as the provider does, or spoilt as asked. */
export function signWebhook(
  event: Signed,
  options: { readonly secrets: ProviderSecrets; readonly signature: SignatureKind; readonly nowMs: number },
): WebhookRequest {
  const { signature, secrets, nowMs } = options
  const sign = signers[event.provider]
  const signedAtMs = signature === 'stale' ? nowMs - staleByMs : nowMs
  const {
    query = '',
    name,
    value,
    ...signed
  } = sign(event, {
    secrets: signature === 'forged' ? forge(secrets) : secrets,
    nowMs: signedAtMs,
  })
  const spoilt = signature === 'missing' ? {} : { [name]: signature === 'truncated' ? truncate(value) : value }
  return { headers: { 'content-type': 'application/json', ...signed.headers, ...spoilt }, query }
}

const staleByMs = 10 * 60_000

interface Setting {
  readonly secrets: ProviderSecrets
  readonly nowMs: number
}

interface Signature {
  /** The header that proves who sent it. */
  readonly name: string
  readonly value: string
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: string
}

const signers: Readonly<Record<SenderName, (event: Signed, setting: Setting) => Signature>> = {
  resend: signAsSvix,
  whatsapp: ({ body }, { secrets }) => ({
    name: 'x-hub-signature-256',
    value: `sha256=${hmac(secrets.WHATSAPP_APP_SECRET, body)}`,
    headers: { 'user-agent': 'facebookexternalua' },
  }),
  'mercado-pago': signAsMercadoPago,
  asaas: (_, { secrets }) => ({ name: 'asaas-access-token', value: secrets.ASAAS_WEBHOOK_TOKEN }),
  stripe: ({ body }, { secrets, nowMs }) => {
    const seconds = Math.floor(nowMs / 1000)
    const value = `t=${seconds},v1=${hmac(secrets.STRIPE_WEBHOOK_SECRET, `${seconds}.${body}`)}`
    return {
      name: 'stripe-signature',
      value,
      headers: { 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' },
    }
  },
}

/** https://docs.svix.com/receiving/verifying-payloads/how-manual */
function signAsSvix({ id, body }: Signed, { secrets, nowMs }: Setting): Signature {
  const seconds = String(Math.floor(nowMs / 1000))
  const key = Buffer.from(secrets.RESEND_WEBHOOK_SECRET.replace('whsec_', ''), 'base64')
  const digest = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return {
    name: 'svix-signature',
    value: `v1,${digest}`,
    headers: { 'svix-id': id, 'svix-timestamp': seconds, 'user-agent': 'Svix-Webhooks/1.62' },
  }
}

/** https://www.mercadopago.com.br/developers/pt/docs/your-integrations/notifications/webhooks */
function signAsMercadoPago({ subject, body }: Signed, { secrets, nowMs }: Setting): Signature {
  const requestId = randomUUID()
  const manifest = `id:${subject.toLowerCase()};request-id:${requestId};ts:${nowMs};`
  return {
    name: 'x-signature',
    value: `ts=${nowMs},v1=${hmac(secrets.MERCADO_PAGO_WEBHOOK_SECRET, manifest)}`,
    headers: { 'x-request-id': requestId, 'user-agent': 'MercadoPago WebHook v1.0 payment' },
    query: `?${new URLSearchParams({ 'data.id': subject, type: readType(body) })}`,
  }
}

const readType = (body: string): string => /"type":\s*"([\w-]+)"/.exec(body)?.[1] ?? 'payment'

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex')

const truncate = (value: string): string => value.slice(0, Math.ceil(value.length / 2))

/** Secrets of somebody else, of the same shape. */
const forge = (secrets: ProviderSecrets): ProviderSecrets => ({
  ...secrets,
  RESEND_WEBHOOK_SECRET: `whsec_${Buffer.from('a secret of somebody else').toString('base64')}`,
  WHATSAPP_APP_SECRET: 'a secret of somebody else',
  MERCADO_PAGO_WEBHOOK_SECRET: 'a secret of somebody else',
  ASAAS_WEBHOOK_TOKEN: 'f'.repeat(64),
  STRIPE_WEBHOOK_SECRET: 'whsec_somebody_else',
})
