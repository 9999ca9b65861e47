import { createHmac, randomUUID } from 'node:crypto'
import { newId } from '#server/contracts/ids.ts'
import type { WebhookProvider } from '#server/contracts/webhooks.ts'
import type { WebhookRequest } from '#server/features/webhooks/webhook-request.ts'

/** Signed here by the providers' documents, not by the code that is tested and not by the simulator. */

export const webhookSecrets = {
  whatsapp: 'an-app-secret-of-the-tests',
  resend: `whsec_${Buffer.from('a-resend-secret-of-the-tests').toString('base64')}`,
  'mercado-pago': 'a-mercado-pago-secret-of-the-tests',
  asaas: 'an-asaas-token-of-the-tests',
  stripe: 'whsec_a_stripe_secret_of_the_tests',
} as const satisfies Record<WebhookProvider, string>

/** Opens all the doors, with the secrets above. */
export const webhookEnv = {
  WHATSAPP_APP_SECRET: webhookSecrets.whatsapp,
  WHATSAPP_VERIFY_TOKEN: 'a-verify-token-of-the-tests',
  RESEND_WEBHOOK_SECRET: webhookSecrets.resend,
  MERCADO_PAGO_WEBHOOK_SECRET: webhookSecrets['mercado-pago'],
  ASAAS_WEBHOOK_TOKEN: webhookSecrets.asaas,
  STRIPE_WEBHOOK_SECRET: webhookSecrets.stripe,
} as const

interface ToSign {
  readonly provider: WebhookProvider
  /** A string goes byte for byte. */
  readonly body: unknown
  readonly secret?: string
  readonly atMs?: number
  /** Resend's svix-id, Mercado Pago's data.id. */
  readonly eventId?: string
  readonly address?: string
}

/** A request as the provider would send it now. */
export function signedWebhook({ provider, address = '203.0.113.7', ...order }: ToSign): WebhookRequest {
  const text = typeof order.body === 'string' ? order.body : JSON.stringify(order.body)
  const signed = signers[provider]({
    text,
    secret: order.secret ?? webhookSecrets[provider],
    seconds: Math.floor((order.atMs ?? Date.now()) / 1_000),
    eventId: order.eventId ?? String(Math.floor(Math.random() * 1e12)),
  })
  return {
    provider,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signed.headers },
    query: new URLSearchParams(signed.query ?? {}),
    rawBody: Buffer.from(text),
    address,
  }
}

interface Text {
  readonly text: string
  readonly secret: string
  readonly seconds: number
  readonly eventId: string
}

interface Signed {
  readonly headers: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

const hex = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex')

const signers: Readonly<Record<WebhookProvider, (text: Text) => Signed>> = {
  whatsapp: ({ text, secret }) => ({ headers: { 'x-hub-signature-256': `sha256=${hex(secret, text)}` } }),
  resend: ({ text, secret, seconds, eventId }) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    const signature = createHmac('sha256', key).update(`${eventId}.${seconds}.${text}`).digest('base64')
    return {
      headers: { 'svix-id': eventId, 'svix-timestamp': String(seconds), 'svix-signature': `v1,${signature}` },
    }
  },
  'mercado-pago': ({ secret, seconds, eventId }) => {
    const requestId = randomUUID()
    const signature = hex(secret, `id:${eventId.toLowerCase()};request-id:${requestId};ts:${seconds};`)
    return {
      headers: { 'x-request-id': requestId, 'x-signature': `ts=${seconds},v1=${signature}` },
      query: { 'data.id': eventId, type: 'payment' },
    }
  },
  asaas: ({ secret }) => ({ headers: { 'asaas-access-token': secret } }),
  stripe: ({ text, secret, seconds }) => ({
    headers: { 'stripe-signature': `t=${seconds},v1=${hex(secret, `${seconds}.${text}`)}` },
  }),
}

const wamid = () => `wamid.${randomUUID()}`

export const whatsappMessage = (id = wamid(), text = 'Bom dia') => ({
  from: '5521998765432',
  id,
  timestamp: String(Math.floor(Date.now() / 1_000)),
  type: 'text',
  text: { body: text },
})

export const whatsappStatus = (id = wamid(), status = 'delivered') => ({
  id,
  status,
  timestamp: String(Math.floor(Date.now() / 1_000)),
  recipient_id: '5521998765432',
})

/** One entry with one change. */
export const whatsappNotice = (value: {
  readonly messages?: readonly unknown[]
  readonly statuses?: readonly unknown[]
}) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '552133334444', phone_number_id: '100000000000001' },
            contacts: [{ profile: { name: 'Rosa Nunes' }, wa_id: '5521998765432' }],
            ...value,
          },
        },
      ],
    },
  ],
})

/** An event that the provider's splitter knows, about nothing in particular, and its body. */
export const sampleEvent = (provider: WebhookProvider): { readonly body: unknown; readonly eventId?: string } => {
  const id = newId()
  const eventId = String(Math.floor(Math.random() * 1e12))
  switch (provider) {
    case 'whatsapp':
      return { body: whatsappNotice({ messages: [whatsappMessage()] }) }
    case 'resend':
      return { eventId: `msg_${id}`, body: { type: 'email.delivered', data: { email_id: id, to: ['a@exemplo.com'] } } }
    case 'mercado-pago':
      return { eventId, body: { id: 1, type: 'payment', action: 'payment.updated', data: { id: eventId } } }
    case 'asaas':
      return {
        body: { id: `evt_${id}`, event: 'PAYMENT_RECEIVED', payment: { id: `pay_${id}`, value: 350.5 } },
      }
    case 'stripe':
      return {
        body: {
          id: `evt_${id}`,
          type: 'payment_intent.succeeded',
          data: { object: { id: `pi_${id}`, amount: 35_050, currency: 'brl' } },
        },
      }
  }
}
