import type { WebhookProvider, WebhookState } from '#server/contracts/webhooks.ts'
import { defineTexts } from '#src/i18n/use-text.ts'

interface InboundTexts {
  readonly title: string
  readonly lead: string
  readonly provider: string
  readonly state: string
  readonly all: string
  readonly providers: Readonly<Record<WebhookProvider, string>>
  readonly states: Readonly<Record<WebhookState, string>>
  readonly emptyTitle: string
  readonly emptyText: string
  readonly noneFound: string
  readonly noneFoundText: string
  readonly unnamed: string
  readonly process: string
  readonly processHint: string
  readonly stillUnknown: string
  readonly more: string
}

const providers = {
  whatsapp: 'WhatsApp',
  resend: 'Resend',
  'mercado-pago': 'Mercado Pago',
  asaas: 'Asaas',
  stripe: 'Stripe',
}

/** Of the section that shows what providers told us. */
export const inboundTexts = defineTexts<InboundTexts>(
  {
    title: 'Recebidos dos provedores',
    lead: 'O que WhatsApp, Resend e os provedores de pagamento avisaram. Cada evento é guardado uma vez, por mais que se repita.',
    provider: 'Provedor',
    state: 'Situação',
    all: 'Todos',
    providers,
    states: { waiting: 'na fila', applied: 'aplicado', ignored: 'sem efeito', unknown: 'desconhecido' },
    emptyTitle: 'Nenhum evento recebido ainda',
    emptyText: 'Quando um provedor avisar de algo, o evento aparece aqui.',
    noneFound: 'Nenhum evento assim',
    noneFoundText: 'Mude o provedor ou a situação.',
    unnamed: 'evento sem nome',
    process: 'Processar',
    processHint:
      'Esta versão não conhece o evento: ele está guardado. Processe-o quando uma versão passar a conhecê-lo.',
    stillUnknown: 'Esta versão também não o conhece; o evento continua guardado.',
    more: 'Mostrar mais antigos',
  },
  {
    title: 'Received from providers',
    lead: 'What WhatsApp, Resend and the payment providers told of. Each event is kept once, however often it is repeated.',
    provider: 'Provider',
    state: 'State',
    all: 'All',
    providers,
    states: { waiting: 'queued', applied: 'applied', ignored: 'no effect', unknown: 'unknown' },
    emptyTitle: 'No event received yet',
    emptyText: 'When a provider tells of something, the event appears here.',
    noneFound: 'No such event',
    noneFoundText: 'Change the provider or the state.',
    unnamed: 'unnamed event',
    process: 'Process',
    processHint: 'This release does not know the event: it is kept. Process it once a release knows it.',
    stillUnknown: 'This release does not know it either; the event stays kept.',
    more: 'Show older ones',
  },
)
