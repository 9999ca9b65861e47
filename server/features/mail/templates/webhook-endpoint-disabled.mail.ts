import type { MailTemplate } from '../mail.ts'
import { formatMoment, linkTo } from '../mail-wording.ts'

export interface DisabledEndpointForMail {
  readonly url: string
  /** `failed`: too many failures in a row · `gone`: it answered 410. */
  readonly reason: 'failed' | 'gone'
  /** How many deliveries failed in a row. */
  readonly failures: number
  /** ISO 8601: the first of them. */
  readonly failingSince: string
  /** Status or network error of the last one; no secrets. */
  readonly lastError: string
  /** The console's page of the endpoint. */
  readonly path: string
}

const texts = {
  'pt-BR': {
    subject: (host: string) => `Webhook desativado: ${host}`,
    heading: 'Um webhook foi desativado',
    lead: {
      failed: (failures: number) =>
        `O endereço abaixo falhou ${failures} vezes seguidas e deixou de receber avisos. Corrija-o e ative-o de novo no console; as entregas que falharam podem ser refeitas lá.`,
      gone: () =>
        'O endereço abaixo respondeu 410 (não existe mais) e deixou de receber avisos. Se a resposta foi um engano, ative-o de novo no console.',
    },
    url: 'Endereço',
    since: 'Falha desde',
    lastError: 'Última resposta',
    action: 'Abrir o webhook no console',
  },
  en: {
    subject: (host: string) => `Webhook disabled: ${host}`,
    heading: 'A webhook has been disabled',
    lead: {
      failed: (failures: number) =>
        `The address below failed ${failures} times in a row and no longer receives events. Mend it and enable it again in the console; failed deliveries can be repeated there.`,
      gone: () =>
        'The address below answered 410 (gone) and no longer receives events. If that answer was a mistake, enable it again in the console.',
    },
    url: 'Address',
    since: 'Failing since',
    lastError: 'Last answer',
    action: 'Open the webhook in the console',
  },
}

/** Tells the operator that one of the firm's systems is no longer told of events. */
export const webhookEndpointDisabled: MailTemplate<DisabledEndpointForMail> = (endpoint, setting) => {
  const { url, reason, failures, failingSince, lastError, path } = endpoint
  const t = texts[setting.locale]
  return {
    subject: t.subject(URL.parse(url)?.host ?? url),
    preheader: url,
    heading: t.heading,
    paragraphs: [t.lead[reason](failures)],
    facts: [
      { label: t.url, value: url },
      { label: t.since, value: formatMoment(failingSince, setting.locale) },
      { label: t.lastError, value: lastError },
    ],
    action: { label: t.action, url: linkTo(setting, path) },
  }
}
