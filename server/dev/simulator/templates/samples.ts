import type { Locale } from '#server/contracts/locales.ts'
import type { MailKind } from '#server/contracts/mail.ts'
import type { MailData } from '#server/features/mail/mail-templates.ts'

/** What each template is shown with. A kind without an example does not compile. */
export type Samples = { readonly [K in MailKind]: MailData[K] }

const conversationId = '01991c2e-7a10-7c3e-9f52-3b0d6a1f4e77'
const moment = '2026-11-23T13:42:00Z'

const inPortuguese: Samples = {
  'firm-new-conversation': {
    conversationId,
    visitorName: 'Ana Beatriz Souza',
    visitorEmail: 'ana.souza@correio.example',
    productName: 'Divórcio consensual',
    firstMessage:
      'Bom dia!\n\nEu e meu marido decidimos nos separar, estamos de acordo quanto a tudo e temos um filho de 6 anos. O que é preciso para começar?',
    locale: 'pt-BR',
    channel: 'site',
    createdAt: moment,
  },
  'visitor-new-conversation': {
    conversationId,
    visitorName: 'Ana Beatriz Souza',
    visitorEmail: 'ana.souza@correio.example',
    productName: 'Divórcio consensual',
    firstMessage:
      'Bom dia!\n\nEu e meu marido decidimos nos separar, estamos de acordo quanto a tudo e temos um filho de 6 anos. O que é preciso para começar?',
    locale: 'pt-BR',
    createdAt: moment,
  },
  'visitor-payment-received': {
    conversationId,
    visitorName: 'Ana Beatriz Souza',
    description: 'Divórcio consensual: entrada dos honorários',
    amountCents: 125_000,
    currency: 'BRL',
    paidAt: moment,
    provider: 'mercado-pago',
    reference: '131234567890',
  },
  'firm-payment-received': {
    conversationId,
    visitorName: 'Ana Beatriz Souza',
    description: 'Divórcio consensual: entrada dos honorários',
    amountCents: 125_000,
    currency: 'BRL',
    paidAt: moment,
    provider: 'asaas',
    reference: 'pay_080225913252',
  },
  'operator-alert': {
    state: 'raised',
    title: 'tarefas esperando há tempo demais',
    detail: 'A tarefa mais antiga espera há 1 min 35 s para ser posta na fila. O limite é de 1 min.',
    facts: [
      { label: 'Mais antiga', value: '1 min 35 s' },
      { label: 'Esperando', value: '412 tarefas' },
    ],
    at: moment,
    path: '/console/alerts',
  },
  'staff-invitation': {
    name: 'Marina Albuquerque Prado',
    role: 'lawyer',
    endsAt: '2026-11-30T13:42:00Z',
    token: 'um-exemplo-que-nao-abre-nada',
  },
  'sign-in-link': { reader: 'confirming', endsAt: moment, token: 'mQ0yVn5Y2k1Jq8e3XbTzR7cLwP4uHsA6dGfN9iKoE0B' },
  'webhook-endpoint-disabled': {
    url: 'https://sistema.garcezpalha.example/avisos/plantao',
    reason: 'failed',
    failures: 20,
    failingSince: '2026-11-23T09:15:00Z',
    lastError: '503',
    path: '/console/webhooks',
  },
}

const firstMessageInEnglish =
  'Good morning!\n\nMy husband and I have decided to separate, we agree on everything and have a six-year-old son. What do we need to begin?'

const inEnglish: Samples = {
  ...inPortuguese,
  'firm-new-conversation': {
    ...inPortuguese['firm-new-conversation'],
    productName: 'Divorce by agreement',
    firstMessage: firstMessageInEnglish,
    locale: 'en',
  },
  'visitor-new-conversation': {
    ...inPortuguese['visitor-new-conversation'],
    productName: 'Divorce by agreement',
    firstMessage: firstMessageInEnglish,
    locale: 'en',
  },
  'visitor-payment-received': {
    ...inPortuguese['visitor-payment-received'],
    description: 'Divorce by agreement: first instalment',
  },
  'firm-payment-received': {
    ...inPortuguese['firm-payment-received'],
    description: 'Divorce by agreement: first instalment',
  },
  'operator-alert': {
    ...inPortuguese['operator-alert'],
    state: 'cleared',
    title: 'jobs waiting for too long',
    detail: 'No job has been waiting for more than 30 s.',
    facts: [{ label: 'Lasted', value: '4 min' }],
  },
  'webhook-endpoint-disabled': { ...inPortuguese['webhook-endpoint-disabled'], reason: 'gone', lastError: '410' },
}

export const samples: Readonly<Record<Locale, Samples>> = { 'pt-BR': inPortuguese, en: inEnglish }
