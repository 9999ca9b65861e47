import { z } from 'zod'

export const providerNames = ['resend', 'whatsapp', 'mercado-pago'] as const
export const providerName = z.enum(providerNames)
export type ProviderName = z.infer<typeof providerName>

/** accepted: took effect · replayed: answered again for a known idempotency key, no effect · refused: an error was answered. */
export const outcome = z.enum(['accepted', 'replayed', 'refused'])
export type Outcome = z.infer<typeof outcome>

/** One request that a provider received, as a line of the store and as the JSON API shows it. */
export const delivery = z.object({
  /** 1, 2, 3, … in the order of arrival. */
  seq: z.int().positive(),
  /** The provider's id of the thing made; empty for a refusal. */
  id: z.string(),
  provider: providerName,
  /** `email`, `message`, `payment`, `preference`. */
  kind: z.string(),
  outcome,
  receivedAt: z.iso.datetime(),
  summary: z.object({ title: z.string(), to: z.string(), preview: z.string() }),
  /** Hash of the account's key: idempotency keys belong to one account. */
  account: z.string(),
  idempotencyKey: z.string().nullable(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
  response: z.object({ status: z.int(), body: z.unknown() }),
})
export type Delivery = z.infer<typeof delivery>
