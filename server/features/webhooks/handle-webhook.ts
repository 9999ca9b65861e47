import type { IncomingMessage, ServerResponse } from 'node:http'
import { maxWebhookBytes } from '#server/contracts/webhooks.ts'
import { addressOf } from '../../http/address-of.ts'
import { asSent } from '../../http/as-sent.ts'
import { clientAddress } from '../../http/client-address.ts'
import { readBody } from '../../http/read-body.ts'
import { receiveWebhook } from './receive-webhook.ts'
import { answer, type WebhookAnswer, type WebhookRequest, type WebhookServices } from './webhook-request.ts'

interface WebhookExchange {
  readonly services: WebhookServices
  /** Its body still unread. */
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The last part of the path. */
  readonly provider: string
}

/** A webhook over HTTP. Never rejects: 503 asks the provider to repeat what could not be stored. */
export async function handleWebhook(exchange: WebhookExchange): Promise<void> {
  const { services, response, provider } = exchange
  try {
    const asked = await readRequest(exchange)
    if (asked) send(response, await receiveWebhook(services, asked))
  } catch (error) {
    services.log.error({ err: error, provider }, 'a webhook could not be stored: the provider will repeat it')
    send(response, answer(503, 'Cannot store it now. Try again.', { 'Retry-After': '5' }))
  }
}

/** undefined for one that broke off: there is nobody left to answer. */
async function readRequest({ services, request, provider }: WebhookExchange): Promise<WebhookRequest | undefined> {
  const rawBody = await readBody(request, maxWebhookBytes).catch(() => undefined)
  if (!rawBody) return undefined
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return {
    provider,
    method: request.method ?? '',
    headers: Object.fromEntries(headers),
    query: addressOf(request)?.searchParams ?? new URLSearchParams(),
    rawBody,
    address: clientAddress(asSent(request), services.env.TRUSTED_PROXIES),
  }
}

function send(response: ServerResponse, { status, headers, body }: WebhookAnswer): void {
  if (response.destroyed || response.headersSent) return
  // What is left of a body that was too long is not read: the connection ends with the answer.
  const closing = status === 413 ? { Connection: 'close' } : {}
  response.writeHead(status, { ...headers, ...closing }).end(body)
}
