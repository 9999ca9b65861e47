import type { ConversationForMail } from '#db/queries/mail.ts'
import type { MailTemplate } from '../mail.ts'
import { firstNameOf, linkTo } from '../mail-wording.ts'

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
export const visitorNewConversation: MailTemplate<ConversationForMail> = (conversation, setting) => {
  const { visitorName, productName, firstMessage, conversationId } = conversation
  const { firm } = setting
  const t = texts[setting.locale]
  return {
    subject: t.subject(firm.name),
    preheader: t.preheader,
    heading: t.heading(firstNameOf(visitorName)),
    paragraphs: [t.lead(firm.name), ...(productName === null ? [] : [t.about(productName)])],
    quote: { label: t.message, text: firstMessage },
    action: { label: t.action, url: linkTo(setting, `/conversa/${conversationId}`) },
    note: t.note,
  }
}
