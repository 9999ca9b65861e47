import { useLocale, useText } from '#src/i18n/use-text.ts'
import { consoleTexts } from './console-texts.ts'
import { formatCount, formatRate } from './format-figures.ts'
import classes from './rate-bars.module.css'

interface Point {
  readonly startMs: number
  readonly calls: number
  readonly hitRate: number | null
}

/** A bar for each point in time, as high as its hit rate. The figures beside it say the same in words. */
export function RateBars({ points }: { readonly points: readonly Point[] }) {
  return (
    <span className={classes.bars} aria-hidden>
      {points.map((point) => (
        <Bar key={point.startMs} point={point} />
      ))}
    </span>
  )
}

function Bar({ point: { startMs, calls, hitRate } }: { readonly point: Point }) {
  const t = useText(consoleTexts)
  const locale = useLocale()
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(startMs)
  if (hitRate === null) return <span className={classes.quiet} title={t.quietMinute(time)} />
  const title = t.minute(time, formatRate(hitRate, locale), formatCount(calls, locale))
  return <span className={classes.bar} title={title} style={{ height: `${Math.max(hitRate * 100, 6)}%` }} />
}
