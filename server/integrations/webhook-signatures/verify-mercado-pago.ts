import { createHmac } from 'node:crypto'
import { isSameSignature, parseSignatureParts, type VerifySignature, verdictOn } from './signature.ts'

/**
 * `x-signature: ts=…,v1=<hex>` over "id:<data.id>;request-id:<x-request-id>;ts:<ts>;", a part that the request lacks
 * being left out. It covers the address, not the body: only the `data.id` of the query can be believed.
 * https://www.mercadopago.com.br/developers/pt/docs/your-integrations/notifications/webhooks
 */
export const verifyMercadoPago: VerifySignature = ({ headers, query, nowMs }, secret) => {
  const { ts: [ts = ''] = [], v1: [given = ''] = [] } = parseSignatureParts(headers['x-signature'])
  if (!/^\d{1,16}$/.test(ts)) return 'forged'
  const manifest = [
    ['id', query.get('data.id')?.toLowerCase()],
    ['request-id', headers['x-request-id']],
    ['ts', ts],
  ].flatMap(([name, value]) => (value ? [`${name}:${value};`] : []))
  const expected = createHmac('sha256', secret).update(manifest.join('')).digest('hex')
  return isSameSignature(given, expected) ? verdictOn(toMs(ts), nowMs) : 'forged'
}

/** The documents show seconds, the service sends milliseconds. */
const toMs = (ts: string): number => (ts.length > 11 ? Number(ts) : Number(ts) * 1_000)
