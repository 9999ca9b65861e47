import { useLocale, useText } from '#src/i18n/use-text.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import type { JobsOverview } from './console-data.ts'
import classes from './figures-table.module.css'
import { formatCount, formatDuration } from './format-figures.ts'
import { jobsTexts } from './jobs-texts.ts'

/** What became of the jobs of the last hour, by name. */
export function JobFiguresTable({ jobs }: Pick<JobsOverview, 'jobs'>) {
  const t = useText(jobsTexts)
  return (
    <section className={classes.section} aria-labelledby="last-hour">
      <header className={classes.header}>
        <h2 id="last-hour" className={classes.title}>
          {t.lastHour}
        </h2>
        <p className={classes.lead}>{t.lastHourText}</p>
      </header>
      {jobs.length === 0 ? (
        <EmptyState title={t.idle} text={t.idleText} />
      ) : (
        <table className={classes.table}>
          <thead className={classes.head}>
            <tr>
              <th scope="col">{t.job}</th>
              {[t.written, t.done, t.open, t.retried, t.dead, t.median].map((name) => (
                <th key={name} scope="col" className={classes.figure}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {jobs.map((figures) => (
              <JobRow key={figures.name} figures={figures} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function JobRow({ figures }: { readonly figures: JobsOverview['jobs'][number] }) {
  const t = useText(jobsTexts)
  const locale = useLocale()
  const counts = [
    [t.written, figures.written],
    [t.done, figures.done],
    [t.open, figures.open],
    [t.retried, figures.retried],
    [t.dead, figures.dead],
  ] as const
  return (
    <tr>
      <th scope="row" className={classes.name}>
        <code className={classes.code}>{figures.name}</code>
        {figures.queue && <span className={classes.note}>{t.names[figures.queue]}</span>}
      </th>
      {counts.map(([name, count]) => (
        <td
          key={name}
          className={classes.figure}
          data-label={name}
          data-none={count === 0}
          data-bad={name === t.dead && count > 0}
        >
          {formatCount(count, locale)}
        </td>
      ))}
      <td className={classes.figure} data-label={t.median}>
        {figures.medianMs === null ? t.none : formatDuration(figures.medianMs, locale)}
      </td>
    </tr>
  )
}
