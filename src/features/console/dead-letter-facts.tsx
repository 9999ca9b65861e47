import type { ReactNode } from 'react'
import { type QueueName, queues } from '#server/contracts/jobs.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import type { DeadLetter } from './console-data.ts'
import classes from './dead-letter-page.module.css'
import { deadLetterTexts } from './dead-letter-texts.ts'
import { formatMoment } from './format-figures.ts'
import { jobsTexts } from './jobs-texts.ts'

/** What is known of a dead letter besides its payload and its attempts. */
export function DeadLetterFacts({ letter }: { readonly letter: DeadLetter }) {
  const t = useText(deadLetterTexts)
  const { names } = useText(jobsTexts)
  const locale = useLocale()
  const { id, queue, version, reason, error, failedAt, resolution, resolvedAt, redrivenAs } = letter
  return (
    <dl className={classes.facts} aria-label={t.facts}>
      {resolution && resolvedAt && (
        <Fact name={t.resolution}>
          {t.resolutions[resolution]}, {formatMoment(resolvedAt, locale)}
          {redrivenAs && (
            <>
              , <code className={classes.code}>{t.asJob(redrivenAs)}</code>
            </>
          )}
        </Fact>
      )}
      <Fact name={t.reason}>{t.reasonTexts[reason]}</Fact>
      <Fact name={t.error}>
        <span className={classes.error}>{error}</span>
      </Fact>
      <Fact name={t.failedAt}>{formatMoment(failedAt, locale)}</Fact>
      <Fact name={t.queue}>{isQueue(queue) ? names[queue] : queue}</Fact>
      <Fact name={t.version}>{version}</Fact>
      <Fact name={t.id}>
        <code className={classes.code}>{id}</code>
      </Fact>
    </dl>
  )
}

interface FactProps {
  readonly name: string
  readonly children: ReactNode
}

const Fact = ({ name, children }: FactProps) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

const isQueue = (name: string): name is QueueName => Object.hasOwn(queues, name)
