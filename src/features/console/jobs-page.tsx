import Link from 'next/link'
import type { ReactNode } from 'react'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import type { JobsOverview } from './console-data.ts'
import { ConsolePage } from './console-page.tsx'
import { consoleHref } from './console-sections.ts'
import { formatCount, formatDuration } from './format-figures.ts'
import { JobFiguresTable } from './job-figures-table.tsx'
import classes from './jobs-page.module.css'
import { jobsTexts } from './jobs-texts.ts'
import { QueryState } from './query-state.tsx'
import { QueuesTable } from './queues-table.tsx'

const updateEveryMs = 5_000

/** Where jobs are right now, from the outbox to the queues, and what became of those of the last hour. */
export function JobsPage() {
  const t = useText(jobsTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <Overview />
    </ConsolePage>
  )
}

function Overview() {
  const overview = trpc.jobs.overview.useQuery(undefined, {
    refetchInterval: (query) => recoverByItself.refetchInterval(query) || updateEveryMs,
  })
  return (
    <>
      <QueryState query={overview} lines={10} />
      {overview.data && <Now outbox={overview.data.outbox} />}
      {overview.data && <QueuesTable queues={overview.data.queues} />}
      {overview.data && <JobFiguresTable jobs={overview.data.jobs} />}
    </>
  )
}

function Now({ outbox }: Pick<JobsOverview, 'outbox'>) {
  const t = useText(jobsTexts)
  const locale = useLocale()
  const { waiting, oldestMs, unfinished, later, deadLetters } = outbox
  return (
    <dl className={classes.now} aria-label={t.now}>
      <Figure name={t.waiting} count={waiting}>
        {waiting > 0 ? t.oldest(formatDuration(oldestMs, locale, 'second')) : t.nothingWaits}
      </Figure>
      <Figure name={t.unfinished} count={unfinished}>
        {t.unfinishedText}
      </Figure>
      <Figure name={t.later} count={later}>
        {t.laterText}
      </Figure>
      <Figure name={t.deadLetters} count={deadLetters} isBad={deadLetters > 0}>
        {deadLetters > 0 ? <Link href={consoleHref('dead-letters')}>{t.decide}</Link> : t.noDeadLetters}
      </Figure>
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly count: number
  readonly isBad?: boolean
  readonly children: ReactNode
}

function Figure({ name, count, isBad = false, children }: FigureProps) {
  const locale = useLocale()
  return (
    <div className={classes.figure} data-bad={isBad}>
      <dt>{name}</dt>
      <dd className={classes.count}>{formatCount(count, locale)}</dd>
      <dd className={classes.note}>{children}</dd>
    </div>
  )
}
