import { z } from 'zod'

/** A payment as `GET /v1/payments/{id}` shows it: the fields that the simulator itself reads. */
export const payment = z.looseObject({
  id: z.number(),
  status: z.string(),
  status_detail: z.string(),
  /** In reais, as the next one. */
  transaction_amount: z.number(),
  transaction_amount_refunded: z.number().default(0),
  description: z.string().nullish(),
  external_reference: z.string().optional(),
  payer: z.looseObject({ email: z.string() }),
})
export type Payment = z.infer<typeof payment>
