import { z } from 'zod'

const loopback = z
  .url({ protocol: /^http$/ })
  .refine((text) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(text).hostname), 'must be on this machine')

/** Where webhooks go; `retryScale` shortens the providers' waits between attempts. */
export const siteInput = z
  .object({ url: loopback.nullable(), retryScale: z.number().min(0).max(10).default(1) })
  .strict()

export const settingsInput = z
  .object({
    /** What WhatsApp reports by itself of a message it accepted. */
    whatsappStatuses: z.array(z.enum(['sent', 'delivered', 'read'])).optional(),
    /** What Resend reports by itself of an e-mail it accepted. */
    resendEvents: z.array(z.enum(['sent', 'delivered', 'delivery_delayed', 'bounced', 'complained'])).optional(),
    /** Before the first report, and between two. */
    statusDelayMs: z.number().int().min(0).max(600_000).optional(),
  })
  .strict()
type SettingsInput = z.infer<typeof settingsInput>

export interface Settings {
  readonly site: string | null
  readonly retryScale: number
  readonly whatsappStatuses: NonNullable<SettingsInput['whatsappStatuses']>
  readonly resendEvents: NonNullable<SettingsInput['resendEvents']>
  readonly statusDelayMs: number
}

export interface SettingsHolder {
  current(): Settings
  change(input: Partial<Settings>): Settings
}

/** In memory only: a restarted simulator reports as providers do. */
export function createSettings(site: string | null): SettingsHolder {
  let settings: Settings = {
    site,
    retryScale: 1,
    whatsappStatuses: ['sent', 'delivered'],
    resendEvents: ['sent', 'delivered'],
    statusDelayMs: 200,
  }
  return {
    current: () => settings,
    change: (input) => {
      settings = { ...settings, ...input }
      return settings
    },
  }
}
