import type { Agent } from 'node:http'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ProviderSecrets } from '../../provider-secrets.ts'
import { clip } from '../providers/provider-api.ts'
import { deliveryTerms } from './delivery-terms.ts'
import { signWebhook } from './sign-webhook.ts'
import type { Attempt, WebhookEvent } from './webhook-events.ts'

interface Route {
  readonly site: string
  readonly secrets: ProviderSecrets
  readonly nowMs: number
  /** Destroyed to end what is under way. */
  readonly agent: Agent
}

/** Posts the event to the site once; never throws: what went wrong is in the attempt. */
export async function attemptDelivery(event: WebhookEvent, route: Route): Promise<Attempt> {
  const { isTaken, timeoutMs } = deliveryTerms[event.provider]
  const { headers, query } = signWebhook(event, { ...route, signature: event.signature })
  const url = new URL(`/api/webhooks/${event.provider}${query}`, route.site)
  const startedMs = performance.now()
  const finish = (status: number | null, error: string | null): Attempt => ({
    at: new Date(route.nowMs).toISOString(),
    status,
    error,
    durationMs: Math.round(performance.now() - startedMs),
  })
  try {
    const answer = await post(url, { headers, body: event.body, timeoutMs, agent: route.agent })
    return finish(answer.status, isTaken(answer.status) ? null : clip(answer.text, 300))
  } catch (error) {
    return finish(null, describeFailure(error))
  }
}

interface Post {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  readonly agent: Agent
}

/** By node:http, not fetch: in a burst of ten thousand, half of the simulator's time went into streams and signals. */
function post(url: URL, { headers, body, timeoutMs, agent }: Post): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body))
    const sending = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': length } })
    const timer = setTimeout(() => sending.destroy(new Error('timeout')), timeoutMs)
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      settle()
    }
    sending.once('error', (error) => finish(() => reject(error)))
    sending.once('response', (answer) => {
      text(answer).then(
        (read) => finish(() => resolve({ status: answer.statusCode ?? 0, text: read })),
        (error: unknown) => finish(() => reject(error)),
      )
    })
    sending.end(body)
  })
}

const describeFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}
