import { findOutgoingWebhook, listWebhookDeliveries } from '#db/queries/outgoing-webhooks.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { defaultLocale } from '../../contracts/locales.ts'
import type { Delivery, DeliveryError } from '../../contracts/outgoing-webhooks.ts'
import { sendMail } from '../mail/send-mail.ts'

type Handler = JobHandler<'email-webhook-disabled', Services>

/** Tells the operator that an endpoint was switched off. Ends quietly when it is on again or gone. */
export const emailWebhookDisabled: Handler = async ({ jobId, payload, services, log, signal }) => {
  const { db, env } = services
  const endpoint = await findOutgoingWebhook(db, payload.endpointId)
  if (!endpoint || endpoint.isEnabled || endpoint.disabledReason === 'manual' || endpoint.disabledReason === null) {
    return log.info('the endpoint is not off for its failures any more: no mail')
  }
  const latest = await listWebhookDeliveries(db, { endpointId: endpoint.id, limit: 50 })
  await sendMail(services, {
    jobId,
    log,
    signal,
    kind: 'webhook-endpoint-disabled',
    to: env.OPERATOR_EMAIL ?? env.FIRM_EMAIL,
    locale: defaultLocale,
    data: {
      url: withoutQuery(endpoint.url),
      reason: endpoint.disabledReason,
      failures: endpoint.failures,
      failingSince: endpoint.failingSince ?? endpoint.createdAt,
      lastError: describe(latest.find(({ lastStatus, lastError }) => lastStatus !== null || lastError !== null)),
      path: `/console/webhooks?id=${endpoint.id}`,
    },
  })
}

/** Some services carry a token in the query. */
function withoutQuery(address: string): string {
  const { origin, pathname } = new URL(address)
  return `${origin}${pathname}`
}

const describe = (delivery: Delivery | undefined): string => {
  if (delivery?.lastError) return errorTexts[delivery.lastError]
  return delivery?.lastStatus ? `HTTP ${delivery.lastStatus}` : 'sem registro'
}

const errorTexts: Readonly<Record<DeliveryError, string>> = {
  timeout: 'não respondeu em 10 segundos',
  unreachable: 'não aceitou a conexão',
  unknown_host: 'o nome do servidor não existe',
  forbidden_address: 'o nome leva a um endereço da rede interna',
  not_https: 'o endereço não usa https',
  tls: 'o certificado não é válido',
  broken_answer: 'a resposta não é HTTP válido',
}
