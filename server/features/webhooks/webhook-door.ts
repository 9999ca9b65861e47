import type { WebhookProvider } from '#server/contracts/webhooks.ts'
import type { Env } from '#server/env.ts'
import type { VerifySignature } from '#server/integrations/webhook-signatures/signature.ts'
import { verifyAsaas } from '#server/integrations/webhook-signatures/verify-asaas.ts'
import { verifyMercadoPago } from '#server/integrations/webhook-signatures/verify-mercado-pago.ts'
import { verifyResend } from '#server/integrations/webhook-signatures/verify-resend.ts'
import { verifyStripe } from '#server/integrations/webhook-signatures/verify-stripe.ts'
import { verifyWhatsapp } from '#server/integrations/webhook-signatures/verify-whatsapp.ts'
import type { SplitEvents, WebhookBody } from './split-event.ts'
import {
  readKeptMercadoPagoEvent,
  splitAsaasEvent,
  splitMercadoPagoEvent,
  splitStripeEvent,
} from './split-payment-events.ts'
import { splitResendEvent } from './split-resend-event.ts'
import { splitWhatsappEvents } from './split-whatsapp-events.ts'

/** How one provider is let in. */
export interface WebhookDoor {
  /** undefined: the provider is not set up, and its door is shut. */
  secretOf(env: Env): string | undefined
  readonly verify: VerifySignature
  readonly split: SplitEvents
  /** The request of an event that was kept as unknown; without it, the event is the body. */
  readonly readKept?: (event: unknown) => Pick<WebhookBody, 'body' | 'query'>
}

export const webhookDoors: Readonly<Record<WebhookProvider, WebhookDoor>> = {
  whatsapp: { secretOf: (env) => env.WHATSAPP_APP_SECRET, verify: verifyWhatsapp, split: splitWhatsappEvents },
  resend: { secretOf: (env) => env.RESEND_WEBHOOK_SECRET, verify: verifyResend, split: splitResendEvent },
  'mercado-pago': {
    secretOf: (env) => env.MERCADO_PAGO_WEBHOOK_SECRET,
    verify: verifyMercadoPago,
    split: splitMercadoPagoEvent,
    readKept: readKeptMercadoPagoEvent,
  },
  asaas: { secretOf: (env) => env.ASAAS_WEBHOOK_TOKEN, verify: verifyAsaas, split: splitAsaasEvent },
  stripe: { secretOf: (env) => env.STRIPE_WEBHOOK_SECRET, verify: verifyStripe, split: splitStripeEvent },
}
