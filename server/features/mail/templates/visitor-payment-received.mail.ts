import type { MailTemplate } from '../mail.ts'
import { firstNameOf, formatMoney, linkTo } from '../mail-wording.ts'
import { type PaymentForMail, paymentFacts } from './payment-received.ts'

const texts = {
  'pt-BR': {
    subject: (amount: string) => `Pagamento confirmado: ${amount}`,
    preheader: (firm: string) => `${firm} recebeu o seu pagamento.`,
    heading: (firstName: string) => `Recebemos seu pagamento, ${firstName}`,
    lead: 'O pagamento foi confirmado. A equipe já foi avisada e segue com você na conversa.',
    action: 'Abrir a conversa',
    siteAction: 'Ir para o site',
    note: 'Este e-mail confirma o recebimento e não substitui a nota fiscal. Em caso de dúvida, responda a ele.',
  },
  en: {
    subject: (amount: string) => `Payment confirmed: ${amount}`,
    preheader: (firm: string) => `${firm} has received your payment.`,
    heading: (firstName: string) => `We have received your payment, ${firstName}`,
    lead: 'The payment is confirmed. The team has been told and goes on with you in the conversation.',
    action: 'Open the conversation',
    siteAction: 'Go to the site',
    note: 'This e-mail confirms receipt and does not replace the invoice. If you have a question, reply to it.',
  },
}

/** Tells who paid that it arrived. */
export const visitorPaymentReceived: MailTemplate<PaymentForMail> = (payment, setting) => {
  const { conversationId, visitorName, amountCents, currency } = payment
  const t = texts[setting.locale]
  return {
    subject: t.subject(formatMoney(amountCents, currency, setting.locale)),
    preheader: t.preheader(setting.firm.name),
    heading: t.heading(firstNameOf(visitorName)),
    paragraphs: [t.lead],
    facts: paymentFacts(payment, setting.locale),
    action:
      conversationId === null
        ? { label: t.siteAction, url: linkTo(setting, '/') }
        : { label: t.action, url: linkTo(setting, `/conversa/${conversationId}`) },
    note: t.note,
  }
}
