import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import type { Delivery, DeliveryAttempt } from '#server/contracts/outgoing-webhooks.ts'
import { testEvent } from '#server/contracts/outgoing-webhooks.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { formatDuration, formatMoment } from './format-figures.ts'
import { QueryState } from './query-state.tsx'
import classes from './webhook-delivery.module.css'
import { webhooksTexts } from './webhooks-texts.ts'

interface WebhookDeliveryProps {
  readonly of: Delivery
  readonly isEndpointOn: boolean
}

/** One delivery in a line; opened, all its attempts. */
export function WebhookDelivery({ of: delivery, isEndpointOn }: WebhookDeliveryProps) {
  const t = useText(webhooksTexts)
  const locale = useLocale()
  const [isOpen, setIsOpen] = useState(false)
  const panelId = useId()
  const { type, state, attempts, createdAt, nextAttemptAt, lastStatus, lastError } = delivery
  const outcome = lastError ? t.errors[lastError] : lastStatus ? t.answer(lastStatus) : undefined
  const isRetrying = state === 'pending' && attempts > 0 && nextAttemptAt !== null
  return (
    <li className={classes.delivery}>
      <div className={classes.line}>
        <span className={classes.state} data-state={state}>
          {t.states[state]}
        </span>
        <span className={classes.type}>{t.events[type]}</span>
        <span className={classes.outcome}>
          {[outcome, attempts > 1 && t.attempts(attempts), isRetrying && t.nextAt(formatMoment(nextAttemptAt, locale))]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <time className={classes.time} dateTime={createdAt}>
          {formatMoment(createdAt, locale)}
        </time>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-controls={panelId}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? t.hide : t.details}
        </Button>
      </div>
      <div id={panelId} hidden={!isOpen}>
        {/* The line is kept up to date; what it opens is read anew when that has moved. */}
        {isOpen && (
          <Detail key={`${state} ${attempts}`} of={delivery} mayRedeliver={isEndpointOn || type === testEvent} />
        )}
      </div>
    </li>
  )
}

interface DetailProps {
  readonly of: Delivery
  readonly mayRedeliver: boolean
}

function Detail({ of: { id, eventId }, mayRedeliver }: DetailProps) {
  const t = useText(webhooksTexts)
  const failures = useText(failureTexts)
  const { outgoingWebhooks } = trpc.useUtils()
  const query = trpc.outgoingWebhooks.delivery.useQuery({ id })
  const redelivery = trpc.outgoingWebhooks.redeliver.useMutation({ onSuccess: () => outgoingWebhooks.invalidate() })
  return (
    <div className={classes.detail}>
      <QueryState query={query} lines={3} />
      {query.data && (
        <>
          <dl className={classes.facts}>
            <dt>{t.id}</dt>
            <dd>
              <code>{eventId}</code>
            </dd>
            <dt>{t.data}</dt>
            <dd>
              <pre className={classes.data}>{JSON.stringify(query.data.data, null, 2)}</pre>
              <p className={classes.note}>{t.dataNote}</p>
            </dd>
            <dt>{t.history}</dt>
            <dd>
              {query.data.history.length === 0 && t.noAttempt}
              <ol className={classes.history}>
                {query.data.history.map((attempt) => (
                  <Attempt key={attempt.attempt} of={attempt} />
                ))}
              </ol>
            </dd>
          </dl>
          {mayRedeliver && (
            <Button
              size="xs"
              className={classes.again}
              loading={redelivery.isPending}
              onClick={() => redelivery.mutate({ deliveryId: id })}
            >
              {t.redeliver}
            </Button>
          )}
          {redelivery.error && (
            <p className={classes.failure} role="alert">
              {failureText(readFailure(redelivery.error), failures)}
            </p>
          )}
        </>
      )}
    </div>
  )
}

function Attempt({ of: { attempt, at, durationMs, status, error, excerpt } }: { readonly of: DeliveryAttempt }) {
  const t = useText(webhooksTexts)
  const locale = useLocale()
  const isGood = status !== null && status >= 200 && status < 300
  return (
    <li value={attempt}>
      <span className={isGood ? classes.good : classes.bad}>
        {status === null ? error && t.errors[error] : t.answer(status)}
      </span>{' '}
      {t.took(formatDuration(durationMs, locale))}, {formatMoment(at, locale)}
      {status !== null && <span className={classes.excerpt}>{excerpt === '' ? t.noBody : excerpt}</span>}
    </li>
  )
}
