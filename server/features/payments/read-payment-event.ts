import type { z } from 'zod'
import { PaymentUnreadable } from './payment-unreadable.ts'

/**
 * What a provider's event holds. One that cannot be read cannot be read the next time either: it stays among the stored
 * events, and its job among the dead letters, for a release that can.
 * @throws PaymentUnreadable (not retryable), which names the places and nothing of what is there
 */
export function readPaymentEvent<T>(schema: z.ZodType<T>, event: unknown): T {
  const { data, error } = schema.safeParse(event)
  if (!error) return data
  const places = error.issues.map(({ path, code }) => `${path.join('.')} (${code})`).join('; ')
  throw new PaymentUnreadable(`an event that cannot be read: ${places}`, { isRetryable: false })
}
