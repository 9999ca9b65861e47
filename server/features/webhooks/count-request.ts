import type { WebhookProvider } from '#server/contracts/webhooks.ts'
import type { LimitCheck } from '#server/redis/limiter/limiter.ts'
import { limitHeaders, retryHeaders } from '../../trpc/response-headers.ts'
import { answer, type WebhookAnswer, type WebhookRequest, type WebhookServices } from './webhook-request.ts'

/**
 * The answer to a request that nobody vouches for: the refusal, or 429 once its address has had ten in a minute. It is
 * only counted after it was looked at: who shares an address with a provider, or a proxy, cannot shut the provider out.
 */
export async function refuse(
  services: WebhookServices,
  { address }: WebhookRequest,
  refusal: WebhookAnswer,
): Promise<WebhookAnswer> {
  return (await over(services, { name: 'webhooks', subject: `address-${address}`, endpoint: 'webhooks' })) ?? refusal
}

/** 429 for a provider beyond its own, generous limit, which then repeats the event later; undefined below it. */
export const refuseHaste = (services: WebhookServices, provider: WebhookProvider): Promise<WebhookAnswer | undefined> =>
  over(services, { name: 'webhookSenders', subject: `provider-${provider}`, endpoint: 'webhookSenders' })

async function over({ limiter, clock }: WebhookServices, check: LimitCheck): Promise<WebhookAnswer | undefined> {
  const { isAllowed, decisions } = await limiter.consume([check])
  if (isAllowed) return undefined
  const retryAfterMs = Math.max(...decisions.map((decision) => decision.retryAfterMs))
  return answer(429, 'Too many requests.', { ...limitHeaders(decisions, clock()), ...retryHeaders({ retryAfterMs }) })
}
