import { defineTexts } from '#src/i18n/use-text.ts'

export const notificationTexts = defineTexts(
  {
    title: 'Notificações',
    bell: (unread: number) => {
      if (unread === 0) return 'Notificações'
      return unread === 1 ? 'Notificações, 1 não lida' : `Notificações, ${unread} não lidas`
    },
    markAllRead: 'Marcar todas como lidas',
    markFailed: 'Não foi possível marcar como lidas. Tente de novo.',
    more: 'Mostrar mais',
    empty: 'Nada por aqui ainda.',
    emptyText: 'Quando houver uma novidade em uma conversa, você fica sabendo por aqui.',
    unread: 'não lida',
    generalSubject: 'Atendimento geral',
    message: (name: string | null) => (name === null ? 'Nova mensagem' : `${name} escreveu`),
    assignment: (name: string | null) =>
      name === null ? 'Uma conversa passou para você' : `${name} passou uma conversa para você`,
    lead: (name: string | null) => (name === null ? 'Nova conversa' : `${name} iniciou uma conversa`),
    payment: () => 'Novidade em um pagamento',
  },
  {
    title: 'Notifications',
    bell: (unread) => (unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`),
    markAllRead: 'Mark all as read',
    markFailed: 'They could not be marked as read. Try again.',
    more: 'Show more',
    empty: 'Nothing here yet.',
    emptyText: 'When something happens in a conversation, you will hear of it here.',
    unread: 'unread',
    generalSubject: 'General enquiry',
    message: (name) => (name === null ? 'New message' : `${name} wrote`),
    assignment: (name) =>
      name === null ? 'A conversation was handed over to you' : `${name} handed a conversation over to you`,
    lead: (name) => (name === null ? 'New conversation' : `${name} started a conversation`),
    payment: () => 'News about a payment',
  },
)
