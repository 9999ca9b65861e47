import { describe, expect, test } from 'vitest'
import type { WebhookProvider } from '#server/contracts/webhooks.ts'
import { signedWebhook, webhookSecrets } from '#tests/support/signed-webhooks.ts'
import type { SignedRequest, VerifySignature } from './signature.ts'
import { verifyAsaas } from './verify-asaas.ts'
import { verifyMercadoPago } from './verify-mercado-pago.ts'
import { verifyResend } from './verify-resend.ts'
import { verifyStripe } from './verify-stripe.ts'
import { verifyWhatsapp } from './verify-whatsapp.ts'

const nowMs = Date.UTC(2026, 10, 23, 12)

const verifiers: Readonly<Record<WebhookProvider, VerifySignature>> = {
  whatsapp: verifyWhatsapp,
  resend: verifyResend,
  'mercado-pago': verifyMercadoPago,
  asaas: verifyAsaas,
  stripe: verifyStripe,
}

/** Where each carries its signature. */
const signatureHeader = {
  whatsapp: 'x-hub-signature-256',
  resend: 'svix-signature',
  'mercado-pago': 'x-signature',
  asaas: 'asaas-access-token',
  stripe: 'stripe-signature',
} as const

const providers = ['whatsapp', 'resend', 'mercado-pago', 'asaas', 'stripe'] as const
/** Those whose signature says when it was made. */
const dated = ['resend', 'mercado-pago', 'stripe'] as const
/** Those whose signature covers the body. */
const covering = ['whatsapp', 'resend', 'stripe'] as const

const body = '{"é": "ação",   "n": 1.0}'
const sign = (provider: WebhookProvider, options: { readonly atMs?: number; readonly secret?: string } = {}) => ({
  ...signedWebhook({ provider, body, atMs: nowMs, eventId: '123ABC', ...options }),
  nowMs,
})
const verdictOn = (provider: WebhookProvider, request: SignedRequest) =>
  verifiers[provider](request, webhookSecrets[provider])
const withSignature = (provider: WebhookProvider, change: (signature: string) => string | undefined) => {
  const request = sign(provider)
  const name = signatureHeader[provider]
  return { ...request, headers: { ...request.headers, [name]: change(request.headers[name] ?? '') } }
}

describe.each(providers)('%s', (provider) => {
  test('what the provider signed is genuine', () => {
    expect(verdictOn(provider, sign(provider))).toBe('genuine')
  })

  test.each([
    ['missing', () => undefined],
    ['empty', () => ''],
    ['cut short by one character', (signature: string) => signature.slice(0, -1)],
    ['cut short to its beginning', (signature: string) => signature.slice(0, 20)],
    ['lengthened', (signature: string) => `${signature}0`],
    [
      'changed in one character',
      (signature: string) => signature.slice(0, -2) + (signature.at(-2) === 'a' ? 'b' : 'a') + signature.slice(-1),
    ],
    ['only its beginning', (signature: string) => signature.slice(0, 3)],
    ['not ASCII', () => 'v1,ção'],
  ])('a signature that is %s is forged', (_, change) => {
    expect(verdictOn(provider, withSignature(provider, change))).toBe('forged')
  })

  test('what another secret signed is forged', () => {
    const secret = provider === 'resend' ? `whsec_${Buffer.from('another').toString('base64')}` : 'another-secret'
    expect(verdictOn(provider, sign(provider, { secret }))).toBe('forged')
  })
})

test.each(covering)('%s: a body of which one byte was changed is forged', (provider) => {
  const request = sign(provider)
  expect(verdictOn(provider, { ...request, rawBody: Buffer.from(body.replace('1.0', '1.1')) })).toBe('forged')
  // The same JSON, other bytes.
  expect(verdictOn(provider, { ...request, rawBody: Buffer.from(JSON.stringify(JSON.parse(body))) })).toBe('forged')
})

test.each(dated)('%s: five minutes are tolerated, one second more is stale, before and ahead', (provider) => {
  const shifted = (seconds: number) => verdictOn(provider, sign(provider, { atMs: nowMs + seconds * 1_000 }))
  expect([-300, 300].map(shifted)).toEqual(['genuine', 'genuine'])
  expect([-301, 301].map(shifted)).toEqual(['stale', 'stale'])
})

test.each(dated)('%s: an old request with a new time is forged', (provider) => {
  const request = sign(provider, { atMs: nowMs - 3_600_000 })
  const [oldTime, newTime] = [String(nowMs / 1_000 - 3_600), String(nowMs / 1_000)]
  const headers = Object.entries(request.headers).map(([name, value]) => [name, value?.replace(oldTime, newTime)])
  expect(verdictOn(provider, { ...request, headers: Object.fromEntries(headers) })).toBe('forged')
})

test('resend and stripe: one right signature among several is enough, as while a secret is being replaced', () => {
  const resend = withSignature('resend', (signature) => `v1,AAAA v2,${signature} ${signature}`)
  const stripe = withSignature('stripe', (signature) => `${signature.replace(',', `,v1=${'0'.repeat(64)},`)},v0=1`)
  expect(verdictOn('resend', resend)).toBe('genuine')
  expect(verdictOn('stripe', stripe)).toBe('genuine')
})

test('resend: another event id is not covered by the signature', () => {
  const request = sign('resend')
  const headers = { ...request.headers, 'svix-id': 'msg_another' }
  expect(verdictOn('resend', { ...request, headers })).toBe('forged')
})

test('mercado-pago: the signature covers the id of the query in lower case, and the request id', () => {
  const request = sign('mercado-pago')
  const query = new URLSearchParams({ 'data.id': '999' })
  expect(verdictOn('mercado-pago', { ...request, query })).toBe('forged')
  const headers = { ...request.headers, 'x-request-id': 'another' }
  expect(verdictOn('mercado-pago', { ...request, headers })).toBe('forged')
})

test('mercado-pago: a time in milliseconds is understood', () => {
  const request = sign('mercado-pago', { atMs: nowMs * 1_000 })
  expect(request.headers['x-signature']).toContain(`ts=${nowMs},`)
  expect(verdictOn('mercado-pago', request)).toBe('genuine')
})
