import Link from 'next/link'
import { type QueueName, queues } from '#server/contracts/jobs.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import type { Trace } from './console-data.ts'
import { consoleHref } from './console-sections.ts'
import { formatDuration, formatMoment } from './format-figures.ts'
import { jobsTexts } from './jobs-texts.ts'
import classes from './trace-job.module.css'
import { traceTexts } from './trace-texts.ts'

type TracedJob = Trace['otherJobs'][number]

interface JobProps {
  readonly job: TracedJob
}

/** The way of one job: written with its data, queued, begun, ended; what failed on it, and what it did outside. */
export function TraceJob({ job }: JobProps) {
  const t = useText(traceTexts)
  const { names } = useText(jobsTexts)
  const { id, name, queue, outcome, attempts, effects } = job
  return (
    <li className={classes.job} data-outcome={outcome ?? 'open'}>
      <h4 className={classes.name}>
        <code>{name}</code>
        <span className={classes.about}>
          {isQueue(queue) ? names[queue] : queue}
          {attempts > 1 && `, ${t.attempts(attempts)}`}
        </span>
      </h4>
      <Steps job={job} />
      <Failures job={job} />
      {effects
        .filter((effect) => !isGivenUp(effect, outcome))
        .map((effect) => (
          <Effect key={effect.provider} effect={effect} />
        ))}
      {outcome === 'dead' && (
        <p className={classes.note}>
          <Link href={`${consoleHref('dead-letters')}/${id}`}>{t.decide}</Link>
        </p>
      )}
    </li>
  )
}

/** Each step with what it took since the one before. */
function Steps({ job: { createdAt, runAt, relayedAt, startedAt, finishedAt, outcome } }: JobProps) {
  const t = useText(traceTexts)
  const locale = useLocale()
  const isLater = Date.parse(runAt) > Date.now() && outcome === null
  const steps = [
    { name: t.steps.queued, at: relayedAt, since: createdAt },
    { name: t.steps.started, at: startedAt, since: relayedAt },
    { name: outcome ? `${t.steps.ended}: ${t.outcomes[outcome]}` : t.steps.ended, at: finishedAt, since: startedAt },
  ]
  return (
    <ol className={classes.steps}>
      <li data-reached="true">
        <span className={classes.step}>{t.steps.written}</span>
        <time dateTime={createdAt}>{formatMoment(createdAt, locale)}</time>
      </li>
      {steps.map(({ name, at, since }) => (
        <li key={name} data-reached={at !== null}>
          <span className={classes.step}>{name}</span>
          {at ? (
            <time dateTime={at} title={formatMoment(at, locale)}>
              {t.after(formatDuration(Math.max(0, Date.parse(at) - Date.parse(since ?? createdAt)), locale))}
            </time>
          ) : (
            <span>{isLater ? t.due(formatMoment(runAt, locale)) : t.notYet}</span>
          )}
        </li>
      ))}
    </ol>
  )
}

function Failures({ job: { failures } }: JobProps) {
  const t = useText(traceTexts)
  const locale = useLocale()
  if (failures.length === 0) return null
  return (
    <ul className={classes.failures}>
      {failures.map(({ at, attempt, error }) => (
        <li key={`${attempt} ${at}`}>
          <span className={classes.about}>{t.failure(attempt, formatMoment(at, locale))}:</span> {error}
        </li>
      ))}
    </ul>
  )
}

function Effect({ effect }: { readonly effect: TracedJob['effects'][number] }) {
  const t = useText(traceTexts)
  const locale = useLocale()
  const { provider, providerId, status, at, href } = effect
  return (
    <p className={classes.effect}>
      <span className={classes.about}>{t.atProvider}:</span> {t.providers[provider]},{' '}
      <strong>{t.statuses[status] ?? status}</strong> <time dateTime={at}>{formatMoment(at, locale)}</time>{' '}
      {providerId === null ? <span>{t.noIdYet}</span> : <code>{providerId}</code>}{' '}
      {href && (
        <a href={href} target="_blank" rel="noreferrer">
          {t.seeThere}
        </a>
      )}
    </p>
  )
}

/** The ledger waits for an answer that no attempt will bring any more. */
const isGivenUp = ({ status }: TracedJob['effects'][number], outcome: TracedJob['outcome']): boolean =>
  outcome === 'dead' && status === 'sending'

const isQueue = (name: string | null): name is QueueName => name !== null && Object.hasOwn(queues, name)
