import type { ConversationForMail } from '#db/queries/mail.ts'
import type { Mail } from '../mail/mail.ts'
import { formatMoment, linkTo, type MailContext } from '../mail/mail-context.ts'
import { renderMail } from '../mail/render-mail.ts'

const texts = {
  'pt-BR': {
    subject: (name: string) => `Nova conversa: ${name}`,
    heading: (name: string) => `${name} iniciou uma conversa`,
    lead: 'Uma pessoa escreveu pelo site e aguarda resposta.',
    service: 'Serviço',
    receivedAt: 'Recebida em',
    moment: (text: string) => `${text} (horário de Brasília)`,
    email: 'E-mail',
    message: 'Primeira mensagem',
    action: 'Responder no painel',
  },
  en: {
    subject: (name: string) => `New conversation: ${name}`,
    heading: (name: string) => `${name} started a conversation`,
    lead: 'Someone wrote through the site and is waiting for an answer.',
    service: 'Service',
    receivedAt: 'Received on',
    moment: (text: string) => `${text} (Brasília time)`,
    email: 'E-mail',
    message: 'First message',
    action: 'Answer in the inbox',
  },
}

/** Tells the firm that somebody is waiting. */
export function writeFirmMail(conversation: ConversationForMail, context: MailContext): Mail {
  const { locale, visitorName, visitorEmail, productName } = conversation
  const t = texts[locale]
  const facts = [
    { label: t.service, value: productName },
    { label: t.receivedAt, value: t.moment(formatMoment(conversation.createdAt, locale)) },
    { label: t.email, value: visitorEmail },
  ]
  return renderMail({
    locale,
    subject: productName === null ? t.subject(visitorName) : `${t.subject(visitorName)} (${productName})`,
    preheader: conversation.firstMessage.slice(0, 140),
    heading: t.heading(visitorName),
    paragraphs: [t.lead],
    facts: facts.flatMap(({ label, value }) => (value === null ? [] : { label, value })),
    quote: { label: t.message, text: conversation.firstMessage },
    action: { label: t.action, url: linkTo(context, locale, `/painel/${conversation.conversationId}`) },
    firm: context.firm,
  })
}
