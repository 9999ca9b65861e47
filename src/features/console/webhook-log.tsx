import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { type Delivery, type DeliveryState, deliveryState } from '#server/contracts/outgoing-webhooks.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { QueryState } from './query-state.tsx'
import { WebhookDelivery } from './webhook-delivery.tsx'
import classes from './webhook-log.module.css'
import { webhooksTexts } from './webhooks-texts.ts'

interface WebhookLogProps {
  readonly endpointId: string
  readonly isEnabled: boolean
}

/** While nothing is due, and while a call is or soon will be: the limit of 60 a minute is for all that an admin has open. */
const updateEveryMs = 10_000
const hurryEveryMs = 2_000

/** What was sent to an endpoint, newest first. */
export function WebhookLog({ endpointId, isEnabled }: WebhookLogProps) {
  const t = useText(webhooksTexts)
  const [state, setState] = useState<DeliveryState>()
  const pages = trpc.outgoingWebhooks.deliveries.useInfiniteQuery(
    { endpointId, state },
    {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      refetchInterval: (query) => recoverByItself.refetchInterval(query) || pace(query.state.data?.pages),
    },
  )
  const deliveries = pages.data?.pages.flatMap((page) => page.deliveries)
  return (
    <section className={classes.section} aria-labelledby="webhook-log">
      <header className={classes.header}>
        <div className={classes.words}>
          <h2 id="webhook-log" className={classes.title}>
            {t.log}
          </h2>
          <p className={classes.lead}>{t.logLead}</p>
        </div>
        <NativeSelect
          label={t.filter}
          data={[
            { value: '', label: t.all },
            ...deliveryState.options.map((one) => ({ value: one, label: t.states[one] })),
          ]}
          value={state ?? ''}
          onChange={({ currentTarget: { value } }) => setState(deliveryState.options.find((one) => one === value))}
        />
      </header>
      <QueryState query={pages} lines={4} />
      {deliveries?.length === 0 && (
        <EmptyState title={state ? t.logNone : t.logEmpty} {...(!state && { text: t.logEmptyText })} />
      )}
      {deliveries && deliveries.length > 0 && (
        <ul className={classes.list}>
          {deliveries.map((delivery) => (
            <WebhookDelivery key={delivery.id} of={delivery} isEndpointOn={isEnabled} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </section>
  )
}

interface Page {
  readonly deliveries: readonly Delivery[]
}

/** Read further down, the log stays as it is: each update would ask for every page again. */
function pace(pages: readonly Page[] = []): number | false {
  if (pages.length > 1) return false
  const isDueSoon = pages[0]?.deliveries.some(
    ({ nextAttemptAt }) => nextAttemptAt !== null && Date.parse(nextAttemptAt) - Date.now() < updateEveryMs,
  )
  return isDueSoon ? hurryEveryMs : updateEveryMs
}
