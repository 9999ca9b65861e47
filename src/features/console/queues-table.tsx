import { useLocale, useText } from '#src/i18n/use-text.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import type { JobsOverview } from './console-data.ts'
import classes from './figures-table.module.css'
import { formatCount } from './format-figures.ts'
import { jobsTexts } from './jobs-texts.ts'

/** The queues as they are in Redis. */
export function QueuesTable({ queues }: Pick<JobsOverview, 'queues'>) {
  const t = useText(jobsTexts)
  return (
    <section className={classes.section} aria-labelledby="queues">
      <header className={classes.header}>
        <h2 id="queues" className={classes.title}>
          {t.queues}
        </h2>
        <p className={classes.lead}>
          {t.queuesText} <a href="/api/console/queues">{t.board}</a>
        </p>
      </header>
      {queues === null ? (
        <EmptyState title={t.queuesAway} text={t.queuesAwayText} />
      ) : (
        <table className={classes.table}>
          <thead className={classes.head}>
            <tr>
              <th scope="col">{t.queue}</th>
              {[t.ready, t.active, t.delayed, t.failed].map((name) => (
                <th key={name} scope="col" className={classes.figure}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {queues.map((counts) => (
              <QueueRow key={counts.queue} counts={counts} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function QueueRow({ counts }: { readonly counts: NonNullable<JobsOverview['queues']>[number] }) {
  const t = useText(jobsTexts)
  const locale = useLocale()
  const figures = [
    [t.ready, counts.waiting],
    [t.active, counts.active],
    [t.delayed, counts.delayed],
    [t.failed, counts.failed],
  ] as const
  return (
    <tr>
      <th scope="row" className={classes.name}>
        {t.names[counts.queue]}
        <span className={classes.note}>
          {t.atOnce(formatCount(counts.concurrency, locale))}
          {counts.isPaused && <strong>, {t.paused}</strong>}
        </span>
      </th>
      {figures.map(([name, count]) => (
        <td key={name} className={classes.figure} data-label={name} data-none={count === 0}>
          {formatCount(count, locale)}
        </td>
      ))}
    </tr>
  )
}
