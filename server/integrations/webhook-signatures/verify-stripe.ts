import { createHmac } from 'node:crypto'
import { isSameSignature, parseSignatureParts, type VerifySignature, verdictOn } from './signature.ts'

/**
 * `Stripe-Signature: t=<seconds>,v1=<hex>` of "t.body"; several v1 while a secret is being replaced.
 * https://docs.stripe.com/webhooks#verify-manually
 */
export const verifyStripe: VerifySignature = ({ headers, rawBody, nowMs }, secret) => {
  const { t: [t = ''] = [], v1: given = [] } = parseSignatureParts(headers['stripe-signature'])
  if (!/^\d{1,12}$/.test(t)) return 'forged'
  const expected = createHmac('sha256', secret).update(`${t}.`).update(rawBody).digest('hex')
  const matches = given.filter((signature) => isSameSignature(signature, expected))
  return matches.length > 0 ? verdictOn(Number(t) * 1_000, nowMs) : 'forged'
}
