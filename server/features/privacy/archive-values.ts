import type { AuditAction } from '../../contracts/audit.ts'
import type { Locale } from '../../contracts/locales.ts'

type Words = Readonly<Record<string, string>>

const inPortuguese = {
  role: {
    visitor: 'Visitante',
    client: 'Cliente',
    attendant: 'Atendente',
    lawyer: 'Advogado(a)',
    admin: 'Administração',
  },
  status: {
    ...{ open: 'Aberta', closed: 'Encerrada' },
    ...{ new: 'Novo', qualified: 'Em análise', won: 'Contratado', lost: 'Não contratado' },
    ...{ pending: 'Pendente', paid: 'Pago', failed: 'Não concluído', canceled: 'Cancelado', refunded: 'Devolvido' },
    ...{ sending: 'Em envio', sent: 'Enviado', delayed: 'Atrasado', delivered: 'Entregue' },
    ...{ bounced: 'Devolvido', suppressed: 'Não enviado', complained: 'Marcado como spam' },
  },
  state: { open: 'Em aberto', done: 'Atendido', refused: 'Recusado' },
  channel: { site: 'Site', whatsapp: 'WhatsApp' },
  source: { site: 'Site', whatsapp: 'WhatsApp' },
  locale: { 'pt-BR': 'Português', en: 'Inglês' },
  basis: { form: 'Marcado no formulário', notice: 'Aviso enviado' },
  method: { link: 'Link por e-mail', google: 'Google', invitation: 'Convite', anonymous: 'Sem entrar' },
  provider: { 'mercado-pago': 'Mercado Pago', asaas: 'Asaas', stripe: 'Stripe', google: 'Google' },
  kind: {
    ...{ message: 'Mensagem', assignment: 'Atribuição', lead: 'Novo contato', payment: 'Pagamento' },
    erase: 'Exclusão',
    ...{ 'firm-new-conversation': 'Nova conversa (ao escritório)', 'visitor-new-conversation': 'Conversa iniciada' },
    ...{ 'visitor-payment-received': 'Pagamento recebido', 'firm-payment-received': 'Pagamento (ao escritório)' },
    ...{ 'operator-alert': 'Alerta do sistema', 'webhook-endpoint-disabled': 'Webhook desativado' },
    ...{ 'staff-invitation': 'Convite para a equipe', 'sign-in-link': 'Link de entrada' },
  },
  reason: {
    ...{ legal_duty: 'Obrigação legal de guarda', legal_claim: 'Exercício de direitos em processo' },
    ...{ contract: 'Contrato em andamento', identity: 'Identidade não confirmada' },
    ...{
      bounced: 'A caixa postal não existe',
      complained: 'Marcado como spam',
      provider: 'Lista do provedor de e-mail',
    },
  },
  action: {
    'conversation.start': 'Começou uma conversa',
    'conversation.mark-read': 'Marcou a conversa como lida',
    'message.send': 'Enviou uma mensagem',
    'notification.mark-read': 'Marcou avisos como lidos',
    'auth.sign-in': 'Entrou',
    'auth.sign-out': 'Saiu',
    'session.revoke': 'Encerrou uma sessão',
    'session.revoke-others': 'Encerrou as outras sessões',
    'session.revoke-all': 'Encerrou todas as sessões',
    'visitor.confirm-request': 'Pediu para confirmar o e-mail',
    'visitor.confirm': 'Confirmou o e-mail',
    'privacy.export-own': 'Baixou os próprios dados',
    'privacy.erase-request': 'Pediu para apagar os próprios dados',
  } satisfies Partial<Record<AuditAction, string>>,
}

type Values = {
  readonly [Column in keyof typeof inPortuguese]: Readonly<Record<keyof (typeof inPortuguese)[Column], string>>
}

const inEnglish: Values = {
  role: { visitor: 'Visitor', client: 'Client', attendant: 'Attendant', lawyer: 'Lawyer', admin: 'Administration' },
  status: {
    ...{ open: 'Open', closed: 'Ended' },
    ...{ new: 'New', qualified: 'Under review', won: 'Engaged', lost: 'Not engaged' },
    ...{ pending: 'Pending', paid: 'Paid', failed: 'Not completed', canceled: 'Canceled', refunded: 'Refunded' },
    ...{ sending: 'Being sent', sent: 'Sent', delayed: 'Delayed', delivered: 'Delivered' },
    ...{ bounced: 'Sent back', suppressed: 'Not sent', complained: 'Marked as spam' },
  },
  state: { open: 'Open', done: 'Granted', refused: 'Refused' },
  channel: { site: 'Site', whatsapp: 'WhatsApp' },
  source: { site: 'Site', whatsapp: 'WhatsApp' },
  locale: { 'pt-BR': 'Portuguese', en: 'English' },
  basis: { form: 'Ticked in the form', notice: 'Notice sent' },
  method: { link: 'Link by e-mail', google: 'Google', invitation: 'Invitation', anonymous: 'Without signing in' },
  provider: { 'mercado-pago': 'Mercado Pago', asaas: 'Asaas', stripe: 'Stripe', google: 'Google' },
  kind: {
    ...{ message: 'Message', assignment: 'Assignment', lead: 'Enquiry', payment: 'Payment' },
    erase: 'Erasure',
    ...{
      'firm-new-conversation': 'New conversation (to the firm)',
      'visitor-new-conversation': 'Conversation started',
    },
    ...{ 'visitor-payment-received': 'Payment received', 'firm-payment-received': 'Payment (to the firm)' },
    ...{ 'operator-alert': 'System alert', 'webhook-endpoint-disabled': 'Webhook switched off' },
    ...{ 'staff-invitation': 'Invitation to the team', 'sign-in-link': 'Sign-in link' },
  },
  reason: {
    ...{ legal_duty: 'Legal duty to keep', legal_claim: 'Rights exercised in a lawsuit' },
    ...{ contract: 'Contract under way', identity: 'Identity not confirmed' },
    ...{ bounced: 'There is no such mailbox', complained: 'Marked as spam', provider: 'List of the e-mail provider' },
  },
  action: {
    'conversation.start': 'Started a conversation',
    'conversation.mark-read': 'Marked the conversation as read',
    'message.send': 'Sent a message',
    'notification.mark-read': 'Marked notifications as read',
    'auth.sign-in': 'Signed in',
    'auth.sign-out': 'Signed out',
    'session.revoke': 'Ended a session',
    'session.revoke-others': 'Ended the other sessions',
    'session.revoke-all': 'Ended all sessions',
    'visitor.confirm-request': 'Asked to confirm the e-mail',
    'visitor.confirm': 'Confirmed the e-mail',
    'privacy.export-own': 'Downloaded their own data',
    'privacy.erase-request': 'Asked for their own data to be erased',
  },
}

/** Words for the codes of a column; what only staff do, and what is newer than these, stands as its code. */
export const archiveValues: Readonly<Record<Locale, Readonly<Record<string, Words>>>> = {
  'pt-BR': inPortuguese,
  en: inEnglish,
}
