import { alerts as contracts } from '#server/contracts/alerts.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { AlertHistory } from './alert-history.tsx'
import { alertTexts } from './alert-texts.ts'
import classes from './alerts-page.module.css'
import type { AlertsNow } from './console-data.ts'
import { ConsolePage } from './console-page.tsx'
import { formatDuration, formatMoment, formatReading } from './format-figures.ts'
import { QueryState } from './query-state.tsx'

const updateEveryMs = 15_000

/** What needs a look now, what was measured, and what there was before. */
export function AlertsPage() {
  const t = useText(alertTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <Alerts />
    </ConsolePage>
  )
}

/** Readings once shown stay while newer ones fail to come. */
function Alerts() {
  const now = trpc.alerts.now.useQuery(undefined, {
    refetchInterval: (query) => recoverByItself.refetchInterval(query) || updateEveryMs,
  })
  return (
    <>
      <QueryState query={now} />
      {now.data && <Verdict of={now.data} />}
      {now.data && <Readings of={now.data} />}
      {now.data && <AlertHistory events={now.data.events} />}
    </>
  )
}

interface PartProps {
  readonly of: AlertsNow
}

/** In one line, how things are. */
function Verdict({ of: { worker, alerts } }: PartProps) {
  const t = useText(alertTexts)
  const locale = useLocale()
  const silence = formatDuration(worker.silentMs, locale)
  const raised = alerts.filter(({ isRaised }) => isRaised).length
  return (
    <section className={classes.verdict} data-bad={worker.isSilent || raised > 0} role="status">
      {worker.isSilent && <h2 className={classes.verdictTitle}>{t.silent(silence)}</h2>}
      {worker.isSilent && <p className={classes.text}>{t.silentText}</p>}
      {!worker.isSilent && <h2 className={classes.verdictTitle}>{raised > 0 ? t.raisedCount(raised) : t.allWell}</h2>}
      {!worker.isSilent && <p className={classes.text}>{t.readAgo(silence)}</p>}
    </section>
  )
}

function Readings({ of: { alerts } }: PartProps) {
  const t = useText(alertTexts)
  return (
    <ul className={classes.readings} aria-label={t.list}>
      {alerts.map((alert) => (
        <Reading key={alert.name} alert={alert} />
      ))}
    </ul>
  )
}

function Reading({ alert }: { readonly alert: AlertsNow['alerts'][number] }) {
  const t = useText(alertTexts)
  const locale = useLocale()
  const { unit, isAbove } = contracts[alert.name]
  const format = (value: number) => formatReading(value, unit, locale)
  return (
    <li className={classes.reading} data-raised={alert.isRaised}>
      <div className={classes.about}>
        <h3 className={classes.name}>{t.alerts[alert.name].title}</h3>
        <p className={classes.text}>{t.alerts[alert.name].text}</p>
      </div>
      <dl className={classes.figures}>
        <div>
          <dt>{t.now}</dt>
          <dd className={classes.value}>{alert.value === null ? t.nothing : format(alert.value)}</dd>
        </div>
        <div>
          <dt>{t.threshold(isAbove)}</dt>
          <dd>{format(alert.threshold)}</dd>
        </div>
      </dl>
      <p className={classes.state}>
        <strong>{alert.isRaised ? t.raised : t.quiet}</strong>
        {alert.isRaised && alert.changedAt && <span>{t.since(formatMoment(alert.changedAt, locale))}</span>}
        {alert.isRaised && <span>{t.clears(isAbove, format(alert.clearsAt))}</span>}
      </p>
    </li>
  )
}
