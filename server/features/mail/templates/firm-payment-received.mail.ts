import type { MailTemplate } from '../mail.ts'
import { formatMoney, linkTo } from '../mail-wording.ts'
import { type PaymentForMail, paymentFacts } from './payment-received.ts'

const texts = {
  'pt-BR': {
    subject: (name: string, amount: string) => `Pagamento recebido: ${amount} de ${name}`,
    heading: (name: string) => `${name} efetuou o pagamento`,
    lead: 'O provedor confirmou o pagamento. Quando o valor pedido está completo, a pessoa passa a constar como cliente.',
    unbound: 'O provedor confirmou o pagamento, que até agora não está ligado a nenhuma conversa.',
    action: 'Abrir a conversa no painel',
    inboxAction: 'Abrir o painel',
  },
  en: {
    subject: (name: string, amount: string) => `Payment received: ${amount} from ${name}`,
    heading: (name: string) => `${name} has paid`,
    lead: 'The provider confirmed the payment. Once the whole amount has come, the lead is marked as won.',
    unbound: 'The provider confirmed the payment, which belongs to no conversation so far.',
    action: 'Open the conversation in the inbox',
    inboxAction: 'Open the inbox',
  },
}

/** Tells the firm who paid what. */
export const firmPaymentReceived: MailTemplate<PaymentForMail> = (payment, setting) => {
  const { conversationId, visitorName, amountCents, currency, description } = payment
  const t = texts[setting.locale]
  return {
    subject: t.subject(visitorName, formatMoney(amountCents, currency, setting.locale)),
    preheader: description,
    heading: t.heading(visitorName),
    paragraphs: [conversationId === null ? t.unbound : t.lead],
    facts: paymentFacts(payment, setting.locale),
    action:
      conversationId === null
        ? { label: t.inboxAction, url: linkTo(setting, '/painel') }
        : { label: t.action, url: linkTo(setting, `/painel/${conversationId}`) },
  }
}
