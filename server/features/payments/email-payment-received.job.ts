import { readPaymentForMail } from '#db/queries/payments.ts'
import { defaultLocale } from '#server/contracts/locales.ts'
import type { JobContext, JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { sendMail } from '../mail/send-mail.ts'

type FirmHandler = JobHandler<'email-firm-payment-received', Services>
type VisitorHandler = JobHandler<'email-visitor-payment-received', Services>
type Context = JobContext<'email-firm-payment-received' | 'email-visitor-payment-received', Services>

/** Tells the firm that money has come. */
export const emailFirmPaymentReceived: FirmHandler = async ({ jobId, payload, services, log, signal }) => {
  const payment = await readPayment({ payload, services })
  if (!payment) return log.info('the payment is gone: no mail')
  if (isToldAnew(payload, payment)) return log.info(toldAnew)
  const { visitorEmail, data } = payment
  await sendMail(services, {
    jobId,
    kind: 'firm-payment-received',
    data,
    to: services.env.FIRM_EMAIL,
    locale: defaultLocale,
    replyTo: visitorEmail ?? undefined,
    conversationId: data.conversationId ?? undefined,
    log,
    signal,
  })
}

/** Thanks whoever paid, where there is an address. */
export const emailVisitorPaymentReceived: VisitorHandler = async ({ jobId, payload, services, log, signal }) => {
  const payment = await readPayment({ payload, services })
  if (!payment?.visitorEmail) return log.info('nobody to write to: no mail')
  if (isToldAnew(payload, payment)) return log.info(toldAnew)
  const { visitorEmail, locale, data } = payment
  await sendMail(services, {
    jobId,
    kind: 'visitor-payment-received',
    data,
    to: visitorEmail,
    locale: locale ?? defaultLocale,
    replyTo: services.env.FIRM_EMAIL,
    conversationId: data.conversationId ?? undefined,
    log,
    signal,
  })
}

/** It stood alone when this job was made: the jobs that were made when it was bound to a conversation name that. */
const isToldAnew = (
  payload: Context['payload'],
  { data }: { readonly data: { readonly conversationId: string | null } },
) => payload.conversationId === undefined && data.conversationId !== null
const toldAnew = 'the payment has found its conversation since, with jobs of its own: no mail'

/** What a charge that names nothing of ours is called. */
const nameless = { visitorName: 'Um cliente', description: 'Serviços jurídicos' }

async function readPayment({ payload, services }: Pick<Context, 'payload' | 'services'>) {
  const { provider, providerPaymentId } = payload
  const payment = await readPaymentForMail(services.db, payload)
  if (!payment) return undefined
  const { visitorEmail, locale, visitorName, description, ...rest } = payment
  return {
    visitorEmail,
    locale,
    data: {
      ...rest,
      visitorName: visitorName ?? nameless.visitorName,
      description: description ?? nameless.description,
      provider,
      reference: providerPaymentId,
    },
  }
}
