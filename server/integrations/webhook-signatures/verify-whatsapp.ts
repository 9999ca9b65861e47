import { createHmac } from 'node:crypto'
import { isSameSignature, type VerifySignature } from './signature.ts'

/**
 * `X-Hub-Signature-256: sha256=<hex>` over the raw body with the app's secret. It bears no time: an event played again
 * is one that is stored already.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export const verifyWhatsapp: VerifySignature = ({ headers, rawBody }, secret) => {
  const expected = `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`
  return isSameSignature(headers['x-hub-signature-256'] ?? '', expected) ? 'genuine' : 'forged'
}
