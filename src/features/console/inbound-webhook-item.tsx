import { Button } from '@mantine/core'
import type { WebhookSummary } from '#server/contracts/webhooks.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'
import classes from './inbound-webhook-item.module.css'
import { inboundTexts } from './inbound-webhooks-texts.ts'

/** One event; of an unknown kind, with the way to process it after all. */
export function InboundWebhookItem({ event }: { readonly event: WebhookSummary }) {
  const t = useText(inboundTexts)
  const locale = useLocale()
  const { kind, provider, providerEventId, state, receivedAt } = event
  const received = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' })
  return (
    <li className={classes.item}>
      <span className={classes.kind}>{kind === 'unknown' ? t.unnamed : kind}</span>
      <span className={classes.state} data-state={state}>
        {t.states[state]}
      </span>
      <span className={classes.about}>
        <span>
          {t.providers[provider]} · <time dateTime={receivedAt}>{received.format(new Date(receivedAt))}</time>
        </span>
        <span className={classes.id} title={providerEventId}>
          {providerEventId}
        </span>
      </span>
      {state === 'unknown' && <Process event={event} />}
    </li>
  )
}

function Process({ event: { id, provider } }: { readonly event: WebhookSummary }) {
  const t = useText(inboundTexts)
  const failures = useText(failureTexts)
  const { inboundWebhooks } = trpc.useUtils()
  const mutation = trpc.inboundWebhooks.process.useMutation({
    ...retryTransient,
    onSuccess: () => inboundWebhooks.list.invalidate(),
  })
  return (
    <div className={classes.process}>
      <p className={classes.hint}>{t.processHint}</p>
      <Button
        size="xs"
        variant="default"
        loading={mutation.isPending}
        onClick={() => mutation.mutate({ provider, ids: [id] })}
      >
        {t.process}
      </Button>
      {mutation.data?.count === 0 && (
        <p className={classes.failure} role="status">
          {t.stillUnknown}
        </p>
      )}
      {mutation.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(mutation.error), failures)}
        </p>
      )}
    </div>
  )
}
