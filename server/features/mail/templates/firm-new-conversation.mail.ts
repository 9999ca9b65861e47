import type { ConversationForMail } from '#db/queries/mail.ts'
import type { MailTemplate } from '../mail.ts'
import { formatMoment, linkTo } from '../mail-wording.ts'

const texts = {
  'pt-BR': {
    subject: (name: string) => `Nova conversa: ${name}`,
    heading: (name: string) => `${name} iniciou uma conversa`,
    lead: {
      site: 'Uma pessoa escreveu pelo site e aguarda resposta.',
      whatsapp: 'Uma pessoa escreveu pelo WhatsApp e aguarda resposta.',
    },
    service: 'Serviço',
    receivedAt: 'Recebida em',
    email: 'E-mail',
    message: 'Primeira mensagem',
    action: 'Responder no painel',
  },
  en: {
    subject: (name: string) => `New conversation: ${name}`,
    heading: (name: string) => `${name} started a conversation`,
    lead: {
      site: 'Someone wrote through the site and is waiting for an answer.',
      whatsapp: 'Someone wrote on WhatsApp and is waiting for an answer.',
    },
    service: 'Service',
    receivedAt: 'Received on',
    email: 'E-mail',
    message: 'First message',
    action: 'Answer in the inbox',
  },
}

/** Tells the firm that somebody is waiting. */
export const firmNewConversation: MailTemplate<ConversationForMail> = (conversation, setting) => {
  const { visitorName, visitorEmail, productName, firstMessage, channel = 'site' } = conversation
  const t = texts[setting.locale]
  const facts = [
    { label: t.service, value: productName },
    { label: t.receivedAt, value: formatMoment(conversation.createdAt, setting.locale) },
    { label: t.email, value: visitorEmail },
  ]
  return {
    subject: productName === null ? t.subject(visitorName) : `${t.subject(visitorName)} (${productName})`,
    preheader: firstMessage.slice(0, 140),
    heading: t.heading(visitorName),
    paragraphs: [t.lead[channel]],
    facts: facts.flatMap(({ label, value }) => (value === null ? [] : { label, value })),
    quote: { label: t.message, text: firstMessage },
    action: { label: t.action, url: linkTo(setting, `/painel/${conversation.conversationId}`) },
  }
}
