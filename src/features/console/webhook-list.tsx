import { Button } from '@mantine/core'
import Link from 'next/link'
import { useRouter } from 'next/router'
import { useState } from 'react'
import type { Endpoint } from '#server/contracts/outgoing-webhooks.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { consoleHref } from './console-sections.ts'
import { formatCount, formatMoment } from './format-figures.ts'
import { WebhookForm } from './webhook-form.tsx'
import classes from './webhook-list.module.css'
import { WebhookStatus } from './webhook-status.tsx'
import { webhooksTexts } from './webhooks-texts.ts'

interface WebhookListProps {
  readonly endpoints: readonly Endpoint[]
  readonly onCreated: (created: { endpointId: string; secret: string }) => void
}

/** The endpoints, and the way to add one: the address of a new one then shows its secret. */
export function WebhookList({ endpoints, onCreated }: WebhookListProps) {
  const t = useText(webhooksTexts)
  const { push } = useRouter()
  const [isAdding, setIsAdding] = useState(false)
  const { list } = trpc.useUtils().outgoingWebhooks
  const creation = trpc.outgoingWebhooks.create.useMutation({
    onSuccess: ({ endpoint, secret }) => {
      list.setData(undefined, (before = []) => [...before, endpoint])
      onCreated({ endpointId: endpoint.id, secret })
      void push({ pathname: consoleHref('webhooks'), query: { id: endpoint.id } }, undefined, { shallow: true })
    },
  })
  const add = <Button onClick={() => setIsAdding(true)}>{t.add}</Button>
  if (isAdding) {
    return (
      <section className={classes.section} aria-label={t.add}>
        <h2 className={classes.title}>{t.add}</h2>
        <WebhookForm
          submitLabel={t.create}
          isPending={creation.isPending}
          error={creation.error}
          onSubmit={(values) => creation.mutate(values)}
          onCancel={() => setIsAdding(false)}
        />
      </section>
    )
  }
  if (endpoints.length === 0) return <EmptyState title={t.emptyTitle} text={t.emptyText} action={add} />
  return (
    <section className={classes.section}>
      <div className={classes.actions}>{add}</div>
      <ul className={classes.list}>
        {endpoints.map((endpoint) => (
          <Item key={endpoint.id} of={endpoint} />
        ))}
      </ul>
    </section>
  )
}

function Item({ of: endpoint }: { readonly of: Endpoint }) {
  const t = useText(webhooksTexts)
  const locale = useLocale()
  const { id, url, description, events, delivered, failed, pending, lastDeliveredAt } = endpoint
  const figures = [
    [t.delivered, formatCount(delivered, locale)],
    [t.failed, formatCount(failed, locale)],
    [t.pending, formatCount(pending, locale)],
    [t.lastDelivered, lastDeliveredAt === null ? t.noneYet : formatMoment(lastDeliveredAt, locale)],
  ] as const
  return (
    <li className={classes.item}>
      <div className={classes.name}>
        <Link href={{ pathname: consoleHref('webhooks'), query: { id } }} shallow className={classes.link}>
          {description === '' ? new URL(url).host : description}
        </Link>
        <WebhookStatus of={endpoint} />
      </div>
      <p className={classes.url}>{url}</p>
      <p className={classes.events}>{events.map((event) => t.events[event]).join(' · ')}</p>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name} className={classes.figure}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
