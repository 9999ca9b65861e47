import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type DeliveryError, webhookLimits } from '../contracts/outgoing-webhooks.ts'
import { createGuardedLookup, type FindAddresses, ForbiddenAddressError } from './guarded-lookup.ts'
import { isPublicAddress } from './public-address.ts'
import { parseRetryAfter } from './retry-after.ts'

export interface WebhookCall {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Aborted: the call rejects, its outcome being unknown. */
  readonly signal: AbortSignal
}

export interface WebhookAnswer {
  /** HTTP status; null when no answer came, and `error` says why. */
  readonly status: number | null
  readonly error: DeliveryError | null
  /** The beginning of the body, as it came. */
  readonly text: string
  readonly retryAfterMs: number | undefined
  readonly durationMs: number
}

/** Calls addresses that people typed in: it must not become a way into the network it stands in. */
export interface WebhookClient {
  /** What can be said of an address before a call: null when nothing speaks against it. */
  refusalOf(url: string): DeliveryError | null
  /**
   * One POST, redirects not followed, within the time limit. Any answer, and none, is a value.
   * @throws when `signal` is aborted
   */
  post(call: WebhookCall): Promise<WebhookAnswer>
}

interface WebhookClientOptions {
  /** Lets http and private addresses through: where the product runs on one machine, for its own simulator and tests. */
  readonly allowsPrivate: boolean
  readonly timeoutMs?: number
  readonly clock?: () => number
  readonly findAddresses?: FindAddresses
}

export function createWebhookClient(options: WebhookClientOptions): WebhookClient {
  const { allowsPrivate, timeoutMs = webhookLimits.timeoutMs, clock = Date.now } = options
  const lookup = allowsPrivate ? undefined : createGuardedLookup(options.findAddresses)
  const refusalOf = (address: string): DeliveryError | null => {
    if (allowsPrivate) return null
    const { protocol, hostname } = new URL(address)
    if (protocol !== 'https:') return 'not_https'
    const host = hostname.replace(/^\[|\]$/g, '')
    const isLocalName = /(^|\.)(localhost|local|internal)\.?$/i.test(host)
    return isLocalName || (isIP(host) !== 0 && !isPublicAddress(host)) ? 'forbidden_address' : null
  }
  return {
    refusalOf,
    post: async (call) => {
      const startedAtMs = clock()
      const refusal = refusalOf(call.url)
      const answer = refusal
        ? { status: null, error: refusal, text: '', retryAfter: null }
        : await exchange(call, { timeoutMs, lookup })
      const { retryAfter, ...rest } = answer
      return { ...rest, retryAfterMs: parseRetryAfter(retryAfter, clock()), durationMs: clock() - startedAtMs }
    },
  }
}

interface Exchange {
  readonly timeoutMs: number
  readonly lookup: LookupFunction | undefined
}

interface RawAnswer {
  readonly status: number | null
  readonly error: DeliveryError | null
  readonly text: string
  readonly retryAfter: string | null
}

const maxBodyBytes = 4_096

/** A connection of its own, closed afterwards. The status decides: what becomes of the body then does not matter. */
function exchange(call: WebhookCall, { timeoutMs, lookup }: Exchange): Promise<RawAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const request = call.url.startsWith('https:') ? requestHttps : requestHttp
  const body = Buffer.from(call.body)
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      if (call.signal.aborted) reject(new Error('the call was given up', { cause: error }))
      else resolve({ status: null, error: readFailure(error, timeout), text: '', retryAfter: null })
    }
    const outgoing = request(call.url, {
      method: 'POST',
      headers: { ...call.headers, 'content-length': String(body.byteLength) },
      agent: false,
      signal: AbortSignal.any([call.signal, timeout]),
      ...(lookup && { lookup }),
    })
    outgoing.on('error', fail)
    outgoing.on('response', (response) => {
      // Aborting fails the request as well, before the response.
      outgoing.off('error', fail).on('error', () => finish())
      const chunks: Buffer[] = []
      let bytes = 0
      const finish = () => {
        response.destroy()
        resolve({
          status: response.statusCode ?? null,
          error: null,
          text: Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8'),
          retryAfter: response.headers['retry-after'] ?? null,
        })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.byteLength
        if (bytes >= maxBodyBytes) finish()
      })
      response.on('end', finish)
      response.on('error', finish)
    })
    outgoing.end(body)
  })
}

function readFailure(error: unknown, timeout: AbortSignal): DeliveryError {
  if (error instanceof ForbiddenAddressError) return 'forbidden_address'
  if (timeout.aborted) return 'timeout'
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'ETIMEDOUT') return 'timeout'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown_host'
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code)) return 'tls'
  return code.startsWith('HPE_') ? 'broken_answer' : 'unreachable'
}
