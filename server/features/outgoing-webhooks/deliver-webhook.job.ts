import { type DueDelivery, readWebhookDelivery, recordWebhookAttempt } from '#db/queries/webhook-deliveries.ts'
import type { WebhookAnswer } from '#server/integrations/webhook-client.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { disableAfter, testEvent } from '../../contracts/outgoing-webhooks.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { excerptOf } from './excerpt-of.ts'
import { newTurn } from './new-delivery.ts'
import { nextAttemptAtMs } from './next-attempt.ts'
import { restUntilMs } from './rest-until.ts'
import { signWebhook } from './sign-webhook.ts'
import { webhookBody } from './webhook-body.ts'

type Handler = JobHandler<'deliver-webhook', Services>
type Context = Parameters<Handler>[0]

/**
 * One attempt. What the endpoint answers is an outcome, stored with the job of the next attempt: the job itself fails
 * only when the database is away, and then calls once more under the same `webhook-id`.
 */
export const deliverWebhook: Handler = async (context) => {
  const { payload, services, log } = context
  const { deliveryId, turn } = payload
  const due = await readWebhookDelivery(services.db, { id: deliveryId, turn })
  if (!due) return log.info('the delivery is done or its turn is over: no call')
  if (!due.isEnabled && due.type !== testEvent) {
    await recordWebhookAttempt(services.db, { ...unmade, deliveryId, turn })
    return
  }
  const atMs = services.clock()
  const restMs = payload.isByHand || due.type === testEvent ? 0 : restUntilMs(due) - atMs
  if (restMs > 0) {
    // Spread over as long again, so that they do not all come at its end.
    const next = laterTurn(newTurn(aboutOf(payload)), atMs + restMs * (1 + Math.random()))
    await recordWebhookAttempt(services.db, { ...unmade, deliveryId, turn, next })
    return log.info('the endpoint fails and is let rest: no call yet')
  }
  const answer = await call(context, due, atMs)
  const outcome = judge(context, due, answer)
  const excerpt = excerptOf(answer.text, due.content)
  const { durationMs, status, error } = answer
  const attempt = { at: new Date(atMs).toISOString(), durationMs, status, error, excerpt }
  const { isDisabled } = await recordWebhookAttempt(services.db, { deliveryId, turn, attempt, ...outcome })
  log.info({ type: due.type, status, error, durationMs, isDelivered: outcome.isDelivered }, 'webhook called')
  if (isDisabled) log.warn('the endpoint is switched off')
}

const unmade = { attempt: null, isDelivered: false, next: null, disable: null }

function call({ services, signal }: Context, due: DueDelivery, atMs: number): Promise<WebhookAnswer> {
  const body = webhookBody(due)
  return services.webhooks.post({
    url: due.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Plantao-Webhooks/1',
      ...signWebhook(due.secrets, { id: due.eventId, atMs, body }),
    },
    body,
    signal,
  })
}

/** Any 2xx is success; 410 asks never to be called again. A test is called once and says nothing of the endpoint. */
function judge({ payload, services }: Context, { type }: DueDelivery, { status, retryAfterMs }: WebhookAnswer) {
  const isDelivered = status !== null && status >= 200 && status < 300
  if (isDelivered || type === testEvent) return { isDelivered, next: null, disable: null }
  const isGone = status === 410
  const retry = { attempt: payload.attempt, nowMs: services.clock(), retryAfterMs, random: Math.random() }
  const nextAtMs = isGone ? null : nextAttemptAtMs(retry)
  const jobs = [outboxJob('email-webhook-disabled', { endpointId: payload.endpointId })]
  return {
    isDelivered,
    next:
      nextAtMs === null ? null : laterTurn(newTurn({ ...aboutOf(payload), attempt: payload.attempt + 1 }), nextAtMs),
    disable: { ...disableAfter, isGone, jobs },
  }
}

const aboutOf = ({ turn: _turn, isByHand: _isByHand, ...about }: Context['payload']) => about

const laterTurn = ({ turn, job }: ReturnType<typeof newTurn>, atMs: number) => ({
  turn,
  job: { ...job, runAt: new Date(atMs).toISOString() },
})
