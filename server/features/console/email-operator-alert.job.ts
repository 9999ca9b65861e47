import { findAlertEvent } from '#db/queries/alerts.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { type AlertContract, alerts, isAlertName } from '../../contracts/alerts.ts'
import { defaultLocale } from '../../contracts/locales.ts'
import { sendMail } from '../mail/send-mail.ts'
import { alertWording } from './alert-wording.ts'

type Handler = JobHandler<'email-operator-alert', Services>

/** Tells the operator that an alert was raised or cleared. */
export const emailOperatorAlert: Handler = async ({ jobId, payload, services, log, signal }) => {
  const event = await findAlertEvent(services.db, payload.alertEventId)
  // An alert of another release has no words here; the console shows it all the same.
  if (!event || !isAlertName(event.name)) return
  const { unit, isAbove } = alerts[event.name]
  const { title, detail } = alertWording[event.name]
  const { OPERATOR_EMAIL, FIRM_EMAIL } = services.env
  await sendMail(services, {
    ...{ jobId, log, signal, kind: 'operator-alert', to: OPERATOR_EMAIL ?? FIRM_EMAIL, locale: defaultLocale },
    data: {
      title,
      detail: event.kind === 'raised' ? detail : 'A medição voltou para dentro do limite.',
      state: event.kind,
      facts: [
        { label: 'Agora', value: event.value === null ? 'nada a medir' : formatAlertValue(event.value, unit) },
        { label: isAbove ? 'Limite' : 'Mínimo', value: formatAlertValue(event.threshold, unit) },
      ],
      at: event.at,
      path: '/console/alerts',
    },
  })
}

function formatAlertValue(value: number, unit: AlertContract['unit']): string {
  const style = { share: { style: 'percent' }, count: {}, seconds: { style: 'unit', unit: 'second' } } as const
  return new Intl.NumberFormat(defaultLocale, { maximumFractionDigits: 1, ...style[unit] }).format(value)
}
