import { defineTexts } from '#src/i18n/use-text.ts'

interface TraceTexts {
  readonly title: string
  readonly lead: string
  readonly choose: string
  readonly chooseText: string
  readonly none: string
  readonly noneText: string
  readonly conversation: string
  readonly idHint: string
  readonly idBad: string
  readonly follow: string
  readonly back: string
  readonly missing: string
  readonly missingText: string
  readonly toConversation: string
  readonly channels: { readonly site: string; readonly whatsapp: string }
  readonly with: (name: string) => string
  readonly latest: string
  readonly message: (seq: number) => string
  readonly sides: { readonly visitor: string; readonly staff: string }
  readonly fromBrowser: string
  readonly fromWhatsapp: string
  readonly stored: string
  readonly noJobs: string
  readonly others: string
  readonly othersText: string
  readonly steps: {
    readonly written: string
    readonly queued: string
    readonly started: string
    readonly ended: string
  }
  readonly after: (duration: string) => string
  readonly notYet: string
  readonly due: (time: string) => string
  readonly outcomes: { readonly done: string; readonly dead: string; readonly canceled: string }
  readonly attempts: (count: number) => string
  readonly failure: (attempt: number, time: string) => string
  readonly atProvider: string
  readonly seeThere: string
  readonly noIdYet: string
  readonly providers: { readonly resend: string; readonly whatsapp: string }
  readonly statuses: Readonly<Record<string, string>>
  readonly decide: string
}

export const traceTexts = defineTexts<TraceTexts>(
  {
    title: 'Percurso',
    lead: 'Siga uma mensagem do navegador até o provedor: gravada no banco, posta na fila, feita por um processo de trabalho, entregue.',
    choose: 'Conversas abertas',
    chooseText: 'As que se moveram por último.',
    none: 'Nenhuma conversa aberta',
    noneText: 'Inicie uma pelo site, ou siga uma encerrada pelo identificador.',
    conversation: 'Identificador da conversa',
    idHint: 'Está no fim do endereço da conversa.',
    idBad: 'Isto não é um identificador de conversa.',
    follow: 'Seguir',
    back: 'Outra conversa',
    missing: 'Esta conversa não existe',
    missingText: 'Confira o identificador.',
    toConversation: 'Abrir a conversa',
    channels: { site: 'pelo site', whatsapp: 'pelo WhatsApp' },
    with: (name) => `Conversa com ${name}`,
    latest: 'As vinte últimas mensagens, a mais nova primeiro. Atualiza sozinho.',
    message: (seq) => `Mensagem ${seq}`,
    sides: { visitor: 'visitante', staff: 'equipe' },
    fromBrowser: 'Envio do navegador',
    fromWhatsapp: 'Recebida do WhatsApp',
    stored: 'Gravada no banco',
    noJobs: 'Nenhuma tarefa guardada.',
    others: 'Outras tarefas',
    othersText: 'Da conversa como um todo, ou de mensagens mais antigas.',
    steps: { written: 'Gravada', queued: 'Na fila', started: 'Começou', ended: 'Terminou' },
    after: (duration) => `+ ${duration}`,
    notYet: 'ainda não',
    due: (time) => `prevista para ${time}`,
    outcomes: { done: 'feita', dead: 'falhou', canceled: 'cancelada' },
    attempts: (count) => (count === 1 ? '1 tentativa' : `${count} tentativas`),
    failure: (attempt, time) => `${attempt}ª tentativa, ${time}`,
    atProvider: 'No provedor',
    seeThere: 'Ver lá',
    noIdYet: 'sem identificador ainda',
    providers: { resend: 'Resend', whatsapp: 'WhatsApp' },
    statuses: {
      sending: 'enviando',
      queued: 'por enviar',
      held: 'espera o cliente escrever',
      unknown: 'resultado desconhecido',
      sent: 'enviado',
      delayed: 'atrasado',
      delivered: 'entregue',
      read: 'lido',
      bounced: 'devolvido',
      failed: 'falhou',
      suppressed: 'endereço bloqueado',
      complained: 'marcado como spam',
    },
    decide: 'Ver a falha',
  },
  {
    title: 'Trace',
    lead: 'Follow a message from the browser to the provider: stored in the database, put into the queue, done by a worker, delivered.',
    choose: 'Open conversations',
    chooseText: 'Those that moved last.',
    none: 'No open conversations',
    noneText: 'Start one on the site, or follow a closed one by its identifier.',
    conversation: 'Identifier of the conversation',
    idHint: 'It is the end of the address of the conversation.',
    idBad: 'This is not the identifier of a conversation.',
    follow: 'Follow',
    back: 'Another conversation',
    missing: 'There is no such conversation',
    missingText: 'Check the identifier.',
    toConversation: 'Open the conversation',
    channels: { site: 'on the site', whatsapp: 'on WhatsApp' },
    with: (name) => `Conversation with ${name}`,
    latest: 'The latest twenty messages, the newest first. Updates by itself.',
    message: (seq) => `Message ${seq}`,
    sides: { visitor: 'visitor', staff: 'staff' },
    fromBrowser: 'Sent by the browser',
    fromWhatsapp: 'Received from WhatsApp',
    stored: 'Stored in the database',
    noJobs: 'No jobs are kept.',
    others: 'Other jobs',
    othersText: 'Of the conversation as a whole, or of older messages.',
    steps: { written: 'Written', queued: 'Queued', started: 'Begun', ended: 'Ended' },
    after: (duration) => `+ ${duration}`,
    notYet: 'not yet',
    due: (time) => `due at ${time}`,
    outcomes: { done: 'done', dead: 'failed', canceled: 'canceled' },
    attempts: (count) => (count === 1 ? '1 attempt' : `${count} attempts`),
    failure: (attempt, time) => `Attempt ${attempt}, ${time}`,
    atProvider: 'At the provider',
    seeThere: 'See it there',
    noIdYet: 'no identifier yet',
    providers: { resend: 'Resend', whatsapp: 'WhatsApp' },
    statuses: {
      sending: 'sending',
      queued: 'to be sent',
      held: 'waits for the client to write',
      unknown: 'outcome unknown',
      sent: 'sent',
      delayed: 'delayed',
      delivered: 'delivered',
      read: 'read',
      bounced: 'bounced',
      failed: 'failed',
      suppressed: 'address suppressed',
      complained: 'marked as spam',
    },
    decide: 'See the failure',
  },
)
