import type { Fact, MailTemplate } from '../mail.ts'
import { formatMoment, linkTo } from '../mail-wording.ts'

export interface AlertForMail {
  readonly state: 'raised' | 'cleared'
  /** Title, detail and facts in the mail's language. */
  readonly title: string
  readonly detail: string
  readonly facts: readonly Fact[]
  /** ISO 8601: when it was raised or cleared. */
  readonly at: string
  /** The console's page, as '/console/alerts'. */
  readonly path: string
}

const texts = {
  'pt-BR': {
    subject: { raised: (title: string) => `Alerta: ${title}`, cleared: (title: string) => `Normalizado: ${title}` },
    at: { raised: 'Desde', cleared: 'Normalizado em' },
    action: 'Ver os alertas no console',
    note: {
      raised: 'Um novo e-mail avisa quando voltar ao normal. Até lá, este alerta não se repete.',
      cleared: 'O alerta está encerrado. Um novo e-mail só virá se o problema voltar.',
    },
  },
  en: {
    subject: { raised: (title: string) => `Alert: ${title}`, cleared: (title: string) => `Back to normal: ${title}` },
    at: { raised: 'Since', cleared: 'Back to normal on' },
    action: 'See the alerts in the console',
    note: {
      raised: 'Another e-mail will tell when it is back to normal. Until then this alert is not repeated.',
      cleared: 'The alert is closed. Another e-mail comes only if the problem returns.',
    },
  },
}

/** Tells the operator that something needs a look, and later that it no longer does. */
export const operatorAlert: MailTemplate<AlertForMail> = (alert, setting) => {
  const { state, title, detail, facts, at, path } = alert
  const t = texts[setting.locale]
  return {
    subject: t.subject[state](title),
    preheader: detail,
    heading: t.subject[state](title),
    paragraphs: [detail],
    facts: [...facts, { label: t.at[state], value: formatMoment(at, setting.locale) }],
    action: { label: t.action, url: linkTo(setting, path) },
    note: t.note[state],
  }
}
