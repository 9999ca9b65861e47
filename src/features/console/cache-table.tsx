import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '#server/router.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import classes from './cache-table.module.css'
import { consoleTexts } from './console-texts.ts'
import { formatCount, formatDuration, formatRate } from './format-figures.ts'
import { RateBars } from './rate-bars.tsx'

type Stats = inferRouterOutputs<AppRouter>['cache']['stats']
type CacheFigures = Stats['caches'][number]

/** One row for each cache; on a phone one block. */
export function CacheTable({ stats }: { readonly stats: Stats }) {
  const t = useText(consoleTexts)
  const figures = [t.calls, t.fromProcess, t.fromRedis, t.fromStale, t.fromSource, t.loads, t.averageLoad, t.errors]
  return (
    <table className={classes.table}>
      <thead className={classes.head}>
        <tr>
          <th scope="col">{t.cache}</th>
          <th scope="col">{t.hitRate}</th>
          <th scope="col">{t.overTime}</th>
          {figures.map((figure) => (
            <th key={figure} scope="col" className={classes.figure}>
              {figure}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {stats.caches.map((figuresOfCache) => (
          <CacheRow key={figuresOfCache.cache} of={figuresOfCache} />
        ))}
      </tbody>
    </table>
  )
}

function CacheRow({ of }: { readonly of: CacheFigures }) {
  const t = useText(consoleTexts)
  const locale = useLocale()
  const { cache, calls, counts, averageLoadMs, points } = of
  const count = (value: number) => formatCount(value, locale)
  const figures = [
    [t.calls, count(calls)],
    [t.fromProcess, count(counts.localHits)],
    [t.fromRedis, count(counts.redisHits)],
    [t.fromStale, count(counts.stale)],
    [t.fromSource, count(counts.misses)],
    [t.loads, count(counts.loads)],
    [t.averageLoad, averageLoadMs === null ? t.none : formatDuration(averageLoadMs, locale)],
    [t.errors, count(counts.errors)],
  ] as const
  return (
    <tr data-quiet={calls === 0}>
      <th scope="row" className={classes.name}>
        {cache}
        <Notes of={counts} />
      </th>
      <td className={classes.rate}>
        <HitRate of={of} />
      </td>
      <td className={classes.time}>
        <RateBars points={points} />
      </td>
      {figures.map(([label, value]) => (
        <td key={label} className={classes.figure} data-label={label}>
          {value}
        </td>
      ))}
    </tr>
  )
}

/** Below this a rate says little about the cache. */
const fewCalls = 20
const wantedRate = 0.8

function HitRate({ of: { hitRate, calls } }: { readonly of: CacheFigures }) {
  const t = useText(consoleTexts)
  const locale = useLocale()
  if (hitRate === null) return t.nothing
  const isLow = calls >= fewCalls && hitRate < wantedRate
  return (
    <>
      <span className={classes.percent}>{formatRate(hitRate, locale)}</span>
      <span className={classes.track} aria-hidden>
        <span className={classes.fill} data-low={isLow} style={{ width: `${hitRate * 100}%` }} />
      </span>
      {isLow && <span className={classes.low}>{t.below}</span>}
    </>
  )
}

/** What should not happen, where it did. */
function Notes({ of }: { readonly of: CacheFigures['counts'] }) {
  const t = useText(consoleTexts)
  const locale = useLocale()
  const notes = (['corrupt', 'unstorable', 'tooLarge', 'refused'] as const).filter((note) => of[note] > 0)
  return notes.map((note) => (
    <span key={note} className={classes.note}>
      {t[note](formatCount(of[note], locale))}
    </span>
  ))
}
