import type { WebhookProvider } from '#server/contracts/webhooks.ts'
import type { WebhookApplier } from './webhook-applier.ts'

/** Who acts on which provider's events, loaded with the first of them. A provider without a line does not compile. */
export const webhookAppliers: Readonly<Record<WebhookProvider, () => Promise<WebhookApplier>>> = {
  whatsapp: async () => (await import('../whatsapp/apply-whatsapp-event.ts')).applyWhatsappEvent,
  resend: async () => (await import('../mail/apply-resend-event.ts')).applyResendEvent,
  'mercado-pago': async () => (await import('../payments/apply-mercado-pago-event.ts')).applyMercadoPagoEvent,
  asaas: async () => (await import('../payments/apply-asaas-event.ts')).applyAsaasEvent,
  stripe: async () => (await import('../payments/apply-stripe-event.ts')).applyStripeEvent,
}
