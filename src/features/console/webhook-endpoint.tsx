import Link from 'next/link'
import type { Endpoint } from '#server/contracts/outgoing-webhooks.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'
import { consoleHref } from './console-sections.ts'
import { formatMoment } from './format-figures.ts'
import { WebhookActions } from './webhook-actions.tsx'
import classes from './webhook-endpoint.module.css'
import { WebhookForm } from './webhook-form.tsx'
import { WebhookLog } from './webhook-log.tsx'
import { WebhookStatus } from './webhook-status.tsx'
import { webhooksTexts } from './webhooks-texts.ts'

interface WebhookEndpointProps {
  readonly endpoint: Endpoint
  readonly onRotated: (rotated: { endpointId: string; secret: string }) => void
}

/** One endpoint: how it does, what can be done with it, what was sent to it, what it is told of. */
export function WebhookEndpoint({ endpoint, onRotated }: WebhookEndpointProps) {
  const t = useText(webhooksTexts)
  const { url, description } = endpoint
  return (
    <>
      <section className={classes.section}>
        <Link href={consoleHref('webhooks')} shallow className={classes.back}>
          {t.back}
        </Link>
        <div className={classes.head}>
          <h2 className={classes.title}>{description === '' ? new URL(url).host : description}</h2>
          <WebhookStatus of={endpoint} />
        </div>
        <p className={classes.url}>{url}</p>
        <Facts of={endpoint} />
        <WebhookActions endpoint={endpoint} onRotated={onRotated} />
      </section>
      <WebhookLog endpointId={endpoint.id} isEnabled={endpoint.isEnabled} />
      <Settings of={endpoint} />
    </>
  )
}

function Facts({ of }: { readonly of: Endpoint }) {
  const t = useText(webhooksTexts)
  const locale = useLocale()
  const { disabledReason, disabledAt, createdAt, secretCreatedAt, oldSecretExpiresAt, lastDeliveredAt } = of
  const moment = (iso: string) => formatMoment(iso, locale)
  return (
    <>
      {disabledReason && disabledAt && (
        <p className={classes.notice}>{t.reasons[disabledReason](moment(disabledAt))}</p>
      )}
      <dl className={classes.facts}>
        <div>
          <dt>{t.lastDelivered}</dt>
          <dd>{lastDeliveredAt === null ? t.noneYet : moment(lastDeliveredAt)}</dd>
        </div>
        <div>
          <dt>{t.secretSince}</dt>
          <dd>
            {moment(secretCreatedAt)}
            {oldSecretExpiresAt && `; ${t.bothUntil(moment(oldSecretExpiresAt))}`}
          </dd>
        </div>
        <div>
          <dt>{t.createdAt}</dt>
          <dd>{moment(createdAt)}</dd>
        </div>
      </dl>
    </>
  )
}

function Settings({ of: { id, url, description, events, includesContent } }: { readonly of: Endpoint }) {
  const t = useText(webhooksTexts)
  const { list } = trpc.useUtils().outgoingWebhooks
  const update = trpc.outgoingWebhooks.update.useMutation({ ...retryTransient, onSuccess: () => list.invalidate() })
  return (
    <section className={classes.section} aria-labelledby="webhook-settings">
      <h2 id="webhook-settings" className={classes.subtitle}>
        {t.settings}
      </h2>
      <WebhookForm
        initial={{ url, description, events, includesContent }}
        submitLabel={t.save}
        isPending={update.isPending}
        error={update.error}
        onSubmit={(changes) => update.mutate({ id, changes })}
      />
      <p role="status" className={classes.saved}>
        {update.isSuccess && t.saved}
      </p>
    </section>
  )
}
