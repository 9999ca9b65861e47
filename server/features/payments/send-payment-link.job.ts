import { v5 } from 'uuid'
import { type PaymentToSend, readPaymentToSend, setPaymentLink } from '#db/queries/payments.ts'
import type { JobContext } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { AppError } from '../../errors.ts'
import { readMailContext } from '../mail/mail-context.ts'
import { linkTo } from '../mail/mail-wording.ts'
import { sendMessage } from '../messages/send-message.ts'
import { paymentMessage } from './payment-message.ts'
import { PaymentUnreadable } from './payment-unreadable.ts'

type Context = JobContext<'send-payment-link', Services>

/** Of the messages that carry links: the payment's id makes each one's own, the same at every run. */
const messageNamespace = '5d4a9d0e-6d3f-4c43-9b8e-2f0f7f1f6c11'

/** Every step bears repetition: the provider's key, the first link that was stored, the message's own id. */
export async function sendPaymentLink(context: Context): Promise<void> {
  const { payload, services, log } = context
  const payment = await readPaymentToSend(services.db, payload.paymentId)
  if (!payment) return log.info('the payment is gone: no link')
  const url = payment.checkoutUrl ?? (await makeLink(context, payment))
  if (url === null) return
  await tellVisitor(services, payment, url)
}

async function makeLink({ jobId, services, signal }: Context, payment: PaymentToSend): Promise<string | null> {
  const { mercadoPago, env, db } = services
  if (!mercadoPago) throw new PaymentUnreadable('MERCADO_PAGO_ACCESS_TOKEN is not set', { isRetryable: false })
  const { id, checkoutUrl } = await mercadoPago.createPreference(
    {
      title: payment.description,
      amountCents: payment.amountCents,
      reference: payment.id,
      notificationUrl: new URL('/api/webhooks/mercado-pago', env.PUBLIC_URL).href,
      backUrl: linkTo({ ...readMailContext(env), locale: payment.locale }, `/conversa/${payment.conversationId}`),
    },
    { idempotencyKey: jobId, signal },
  )
  return setPaymentLink(db, { paymentId: payment.id, checkoutId: id, checkoutUrl })
}

/** As the member of staff who asked: on the site or over WhatsApp, wherever the conversation is held. */
async function tellVisitor(services: Services, payment: PaymentToSend, url: string): Promise<void> {
  const { id, conversationId, requestedBy, locale } = payment
  const viewer = { userId: requestedBy.id, role: requestedBy.role }
  try {
    await sendMessage(
      { services, viewer },
      { conversationId, clientMsgId: v5(id, messageNamespace), body: paymentMessage({ ...payment, url }, locale) },
    )
  } catch (error) {
    // Closed in the meantime, or whoever asked has left the firm: no attempt can succeed, and somebody should know.
    if (error instanceof AppError)
      throw new PaymentUnreadable(`the link was not sent: ${error.code}`, { isRetryable: false })
    throw error
  }
}
