import { storeWebhooks } from '#db/queries/inbound-webhooks.ts'
import { maxWebhookBytes, type WebhookProvider, webhookProvider } from '#server/contracts/webhooks.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import { recordAside } from '../../trpc/record-aside.ts'
import { answerChallenge } from './answer-challenge.ts'
import { refuse, refuseHaste } from './count-request.ts'
import { parseBody } from './parse-body.ts'
import type { SplitEvent } from './split-event.ts'
import { toStore } from './to-store.ts'
import { type WebhookDoor, webhookDoors } from './webhook-door.ts'
import { answer, type WebhookAnswer, type WebhookRequest, type WebhookServices } from './webhook-request.ts'

/**
 * Verifies, stores and answers; what the events ask for is done later, by their jobs. 200 says that every event of the
 * request is stored, by this or an earlier one. Of a request that is refused nothing is stored but a row in the audit log
 * that a signature was wrong: 401 forged, 400 stale or no JSON, 403 a challenge with another token, 404 a provider that
 * is not set up, 405, 413, 429. Rejects when the database cannot store: the provider must hear of it, and repeats.
 */
export async function receiveWebhook(services: WebhookServices, request: WebhookRequest): Promise<WebhookAnswer> {
  const { data: provider } = webhookProvider.safeParse(request.provider)
  const secret = provider && webhookDoors[provider].secretOf(services.env)
  if (!provider || secret === undefined) return answer(404, 'No such webhook is set up.')
  if (provider === 'whatsapp' && request.method === 'GET') return answerChallenge(services, request)
  if (request.method !== 'POST') return answer(405, 'POST only.', { Allow: 'POST' })
  if (request.rawBody.length > maxWebhookBytes) return refuse(services, request, answer(413, 'Too large.'))

  const verdict = webhookDoors[provider].verify({ ...request, nowMs: services.clock() }, secret)
  if (verdict !== 'genuine') return refuseUnverified(services, { request, provider, verdict })
  return (await refuseHaste(services, provider)) ?? takeIn(services, provider, request)
}

interface Unverified {
  readonly request: WebhookRequest
  readonly provider: WebhookProvider
  readonly verdict: 'forged' | 'stale'
}

async function refuseUnverified(services: WebhookServices, { request, provider, verdict }: Unverified) {
  const refusal =
    verdict === 'stale' ? answer(400, 'The signature is too old.') : answer(401, 'The signature is missing or wrong.')
  const given = await refuse(services, request, refusal)
  // Beyond the limit the logs stay quiet, too.
  if (given === refusal) await tellOfRefusal(services, { request, provider, verdict })
  return given
}

async function tellOfRefusal(services: WebhookServices, { request, provider, verdict }: Unverified): Promise<void> {
  services.log.warn({ provider, verdict }, 'a webhook was refused')
  await recordAside(services, {
    ...{ action: 'webhook.receive', actorId: null, ip: request.address, via: 'webhook' },
    ...{ result: 'refused', code: verdict === 'stale' ? 'BAD_REQUEST' : 'UNAUTHORIZED' },
    details: { provider },
  })
}

async function takeIn(
  services: WebhookServices,
  provider: WebhookProvider,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  const split = splitOf(webhookDoors[provider], request)
  if (!split) return answer(400, 'The body is no JSON.')
  const events = split.map((event) => toStore(provider, event))
  const { stored, known } = await storeWebhooks(services.db, { provider, events })
  const unknown = split.filter(({ isKnown }) => !isKnown).map(({ kind }) => kind)
  services.log.debug({ provider, stored, known }, 'webhook stored')
  if (unknown.length > 0) services.log.info({ provider, kinds: unknown }, 'events of unknown kinds are kept')
  if (stored > 0) await wakeRelay(services)
  return answer(200, 'Stored.')
}

function splitOf({ split }: WebhookDoor, request: WebhookRequest): readonly SplitEvent[] | undefined {
  try {
    return split({ ...request, body: parseBody(request.rawBody) })
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
