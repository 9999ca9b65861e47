import type { ConversationForMail } from '#db/queries/mail.ts'
import type { Mail } from '../mail/mail.ts'
import { linkTo, type MailContext } from '../mail/mail-context.ts'
import { renderMail } from '../mail/render-mail.ts'

const texts = {
  'pt-BR': {
    subject: (firm: string) => `Recebemos sua mensagem · ${firm}`,
    preheader: 'A resposta chega na própria conversa.',
    heading: (firstName: string) => `Recebemos sua mensagem, ${firstName}`,
    lead: (firm: string) =>
      `Obrigado por escrever para ${firm}. Alguém da equipe vai ler o que você contou e responder na própria conversa.`,
    about: (service: string) => `Assunto: ${service}.`,
    message: 'Você escreveu',
    action: 'Abrir a conversa',
    note: 'Para proteger o que você contou, a conversa abre apenas no navegador em que começou. Se preferir, responda a este e-mail.',
  },
  en: {
    subject: (firm: string) => `We have your message · ${firm}`,
    preheader: 'The answer arrives in the conversation itself.',
    heading: (firstName: string) => `We have your message, ${firstName}`,
    lead: (firm: string) =>
      `Thank you for writing to ${firm}. Someone on the team will read what you told us and answer in the conversation itself.`,
    about: (service: string) => `About: ${service}.`,
    message: 'You wrote',
    action: 'Open the conversation',
    note: 'To protect what you told us, the conversation opens only in the browser in which it began. If you prefer, reply to this e-mail.',
  },
}

/** Tells the visitor that the message arrived and where the answer will be. */
export function writeVisitorMail(conversation: ConversationForMail, context: MailContext): Mail {
  const { locale, visitorName, productName } = conversation
  const t = texts[locale]
  const firstName = visitorName.trim().split(/\s+/)[0] ?? visitorName
  return renderMail({
    locale,
    subject: t.subject(context.firm.name),
    preheader: t.preheader,
    heading: t.heading(firstName),
    paragraphs: [t.lead(context.firm.name), ...(productName === null ? [] : [t.about(productName)])],
    quote: { label: t.message, text: conversation.firstMessage },
    action: { label: t.action, url: linkTo(context, locale, `/conversa/${conversation.conversationId}`) },
    note: t.note,
    firm: context.firm,
  })
}
