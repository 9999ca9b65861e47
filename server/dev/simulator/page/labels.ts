import type { Delivery } from '../deliveries.ts'
import type { StatusName } from '../events/whatsapp-events.ts'
import type { EventState, SenderName, SignatureKind } from '../webhooks/webhook-events.ts'

export const senderLabels: Readonly<Record<SenderName, string>> = {
  resend: 'E-mail (Resend)',
  whatsapp: 'WhatsApp',
  'mercado-pago': 'Mercado Pago',
  asaas: 'Asaas',
  stripe: 'Stripe',
}

export const outcomeLabels: Readonly<Record<Delivery['outcome'], string>> = {
  accepted: 'Aceito',
  replayed: 'Repetido, sem efeito',
  refused: 'Recusado',
}

export const stateLabels: Readonly<Record<EventState, string>> = {
  held: 'Retido',
  waiting: 'A caminho',
  delivered: 'Recebido pelo site',
  failed: 'Desistiu',
  undeliverable: 'Sem destino',
}

/** The tone of a state's tag: a class of the style sheet. */
export const stateTones: Readonly<Record<EventState, string>> = {
  held: 'replayed',
  waiting: 'replayed',
  delivered: 'accepted',
  failed: 'refused',
  undeliverable: 'refused',
}

export const signatureLabels: Readonly<Record<SignatureKind, string>> = {
  valid: 'válida',
  forged: 'falsa',
  missing: 'ausente',
  truncated: 'cortada',
  stale: 'vencida',
}

export const messageStatusLabels: Readonly<Record<StatusName | 'accepted', string>> = {
  accepted: 'aceita',
  sent: 'enviada',
  delivered: 'entregue',
  read: 'lida',
  failed: 'não entregue',
}

/** Of a payment at Mercado Pago. */
export const paymentStatusLabels: Readonly<Record<string, string>> = {
  pending: 'Aguardando pagamento',
  approved: 'Pago',
  refunded: 'Devolvido',
  rejected: 'Recusado',
  cancelled: 'Cancelado',
}
