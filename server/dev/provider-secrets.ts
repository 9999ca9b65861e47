import { createHmac } from 'node:crypto'
import { z } from 'zod'

/** What the outside services and the site know of each other, by the names of the site's variables. */
export const providerSecrets = z.object({
  RESEND_WEBHOOK_SECRET: z.string().startsWith('whsec_'),
  WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/),
  WHATSAPP_ACCESS_TOKEN: z.string().min(16),
  WHATSAPP_APP_SECRET: z.string().min(16),
  WHATSAPP_VERIFY_TOKEN: z.string().min(16),
  MERCADO_PAGO_ACCESS_TOKEN: z.string().min(16),
  MERCADO_PAGO_WEBHOOK_SECRET: z.string().min(16),
  ASAAS_WEBHOOK_TOKEN: z.string().min(16),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_'),
})
export type ProviderSecrets = Readonly<z.infer<typeof providerSecrets>>

/**
 * The secrets of the simulated accounts. Derived, not stored: installations whose `secrets.json` is older than the
 * channels have them as well, and site and simulator agree after every restart.
 */
export function deriveProviderSecrets(key: string): ProviderSecrets {
  const derive = (name: string) => createHmac('sha256', key).update(`plantao simulator ${name}`)
  const hex = (name: string) => derive(name).digest('hex')
  return {
    // Svix decodes what follows the prefix as base64; Stripe takes its secret as it is written.
    RESEND_WEBHOOK_SECRET: `whsec_${derive('resend webhook').digest().subarray(0, 24).toString('base64')}`,
    WHATSAPP_PHONE_NUMBER_ID: '100000000000001',
    WHATSAPP_ACCESS_TOKEN: `EAA${hex('whatsapp access')}`,
    WHATSAPP_APP_SECRET: hex('whatsapp app'),
    WHATSAPP_VERIFY_TOKEN: hex('whatsapp verify'),
    MERCADO_PAGO_ACCESS_TOKEN: `TEST-${hex('mercado pago access')}`,
    MERCADO_PAGO_WEBHOOK_SECRET: hex('mercado pago webhook'),
    ASAAS_WEBHOOK_TOKEN: hex('asaas webhook'),
    STRIPE_WEBHOOK_SECRET: `whsec_${hex('stripe webhook')}`,
  }
}
