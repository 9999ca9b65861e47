import Link from 'next/link'
import { useRouter } from 'next/router'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { alertTexts } from './alert-texts.ts'
import classes from './alerts-banner.module.css'
import { consoleHref } from './console-sections.ts'
import { formatDuration } from './format-figures.ts'

/** On every other page of the console: that something needs a look. Nothing while all is well, or while nobody knows. */
export function AlertsBanner() {
  const t = useText(alertTexts)
  const locale = useLocale()
  const isElsewhere = useRouter().pathname !== consoleHref('alerts')
  const now = trpc.alerts.now.useQuery(undefined, { refetchInterval: 30_000, enabled: isElsewhere })
  if (!isElsewhere || !now.data) return null
  const { worker, alerts } = now.data
  const raised = alerts.filter(({ isRaised }) => isRaised)
  if (!worker.isSilent && raised.length === 0) return null
  return (
    <aside className={classes.banner} aria-label={t.title}>
      <p>
        {worker.isSilent ? (
          <strong>{t.silent(formatDuration(worker.silentMs, locale))}.</strong>
        ) : (
          <>
            <strong>{t.banner(raised.length)}</strong> {raised.map(({ name }) => t.alerts[name].title).join(', ')}.
          </>
        )}
      </p>
      <Link href={consoleHref('alerts')}>{t.see}</Link>
    </aside>
  )
}
