import { alerts as contracts } from '#server/contracts/alerts.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import classes from './alert-history.module.css'
import { alertTexts } from './alert-texts.ts'
import type { AlertsNow } from './console-data.ts'
import { formatMoment, formatReading } from './format-figures.ts'

/** The latest beginnings and ends, newest first. */
export function AlertHistory({ events }: Pick<AlertsNow, 'events'>) {
  const t = useText(alertTexts)
  const locale = useLocale()
  return (
    <section className={classes.section} aria-labelledby="history">
      <h2 id="history" className={classes.title}>
        {t.history}
      </h2>
      {events.length === 0 && <EmptyState title={t.historyEmpty} text={t.historyEmptyText} />}
      {events.length > 0 && (
        <ol className={classes.events}>
          {events.map(({ id, name, kind, value, at }) => (
            <li key={id} className={classes.event} data-kind={kind}>
              <time dateTime={at}>{formatMoment(at, locale)}</time>
              <span>
                {t.alerts[name].title} <strong>{t.kind[kind]}</strong>
              </span>
              <span className={classes.value}>
                {value === null ? t.nothing : formatReading(value, contracts[name].unit, locale)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
