import { defineTexts } from '#src/i18n/use-text.ts'

export const whatsappTexts = defineTexts(
  {
    whatsapp: 'WhatsApp',
    state: {
      queued: 'Na fila do WhatsApp',
      held: 'Aguardando a pessoa escrever',
      sending: 'Enviando pelo WhatsApp',
      unknown: 'Envio não confirmado',
      sent: 'Enviada',
      failed: 'Não entregue',
      delivered: 'Entregue',
      read: 'Lida',
    },
    unknownNote:
      'O WhatsApp não confirmou o envio. A mensagem pode ter chegado, por isso não é repetida sem a sua decisão.',
    heldNote: 'Segue sozinha assim que a pessoa escrever.',
    failedNote: (code: number | null) =>
      code === null ? 'O WhatsApp não aceitou a mensagem.' : `O WhatsApp não entregou a mensagem (código ${code}).`,
    sendAgain: 'Enviar de novo',
    windowClosed:
      'A última mensagem desta pessoa tem mais de 24 horas, e o WhatsApp não aceita texto livre depois disso.',
    windowClosedNext: 'O que você escrever fica guardado, e ela recebe um convite para retomar a conversa.',
    reopeningUnderWay:
      'O convite para retomar a conversa está sendo enviado. O que você escrever segue assim que ela responder.',
    reopeningSent: 'O convite para retomar a conversa foi enviado. O que você escrever segue assim que ela responder.',
    reopeningFailed: (code: number | null) =>
      `O convite para retomar a conversa não foi entregue${code === null ? '' : ` (código ${code})`}. Confira o modelo no Gerenciador do WhatsApp.`,
  },
  {
    whatsapp: 'WhatsApp',
    state: {
      queued: 'Queued for WhatsApp',
      held: 'Waiting for the person to write',
      sending: 'Sending over WhatsApp',
      unknown: 'Not confirmed',
      sent: 'Sent',
      failed: 'Not delivered',
      delivered: 'Delivered',
      read: 'Read',
    },
    unknownNote:
      'WhatsApp did not confirm the message. It may have arrived, so it is not repeated unless you decide so.',
    heldNote: 'Goes by itself as soon as the person writes.',
    failedNote: (code) =>
      code === null ? 'WhatsApp did not take the message.' : `WhatsApp did not deliver the message (code ${code}).`,
    sendAgain: 'Send again',
    windowClosed: 'This person last wrote more than 24 hours ago, and WhatsApp takes no free text after that.',
    windowClosedNext: 'What you write is kept, and they are invited to take up the conversation again.',
    reopeningUnderWay:
      'The invitation to take up the conversation is on its way. What you write goes as soon as they answer.',
    reopeningSent: 'The invitation to take up the conversation was sent. What you write goes as soon as they answer.',
    reopeningFailed: (code) =>
      `The invitation to take up the conversation was not delivered${code === null ? '' : ` (code ${code})`}. Check the template in WhatsApp Manager.`,
  },
)
