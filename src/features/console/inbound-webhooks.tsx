import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { type WebhookProvider, type WebhookState, webhookProvider, webhookState } from '#server/contracts/webhooks.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { InboundWebhookItem } from './inbound-webhook-item.tsx'
import classes from './inbound-webhooks.module.css'
import { inboundTexts } from './inbound-webhooks-texts.ts'
import { QueryState } from './query-state.tsx'

interface Asked {
  readonly provider?: WebhookProvider | undefined
  readonly state?: WebhookState | undefined
}

/** What providers told us, newest first, and the way to process what an earlier release did not know. */
export function InboundWebhooks() {
  const t = useText(inboundTexts)
  const [asked, setAsked] = useState<Asked>({})
  const all = { value: '', label: t.all }
  return (
    <section className={classes.section} aria-labelledby="inbound-webhooks">
      <header className={classes.header}>
        <h2 id="inbound-webhooks" className={classes.title}>
          {t.title}
        </h2>
        <p className={classes.lead}>{t.lead}</p>
      </header>
      <div className={classes.filters}>
        <NativeSelect
          label={t.provider}
          data={[all, ...webhookProvider.options.map((value) => ({ value, label: t.providers[value] }))]}
          value={asked.provider ?? ''}
          onChange={({ currentTarget: { value } }) =>
            setAsked({ ...asked, provider: webhookProvider.safeParse(value).data })
          }
        />
        <NativeSelect
          label={t.state}
          data={[all, ...webhookState.options.map((value) => ({ value, label: t.states[value] }))]}
          value={asked.state ?? ''}
          onChange={({ currentTarget: { value } }) => setAsked({ ...asked, state: webhookState.safeParse(value).data })}
        />
      </div>
      <Found asked={asked} />
    </section>
  )
}

const updateEveryMs = 10_000
const pageLength = 50

function Found({ asked }: { readonly asked: Asked }) {
  const t = useText(inboundTexts)
  const [limit, setLimit] = useState(pageLength)
  const query = trpc.inboundWebhooks.list.useQuery(
    { ...asked, limit },
    {
      placeholderData: (before) => before,
      refetchInterval: (one) => recoverByItself.refetchInterval(one) || updateEveryMs,
    },
  )
  const events = query.data
  const isFiltered = asked.provider !== undefined || asked.state !== undefined
  return (
    <div className={classes.found} aria-busy={query.isFetching}>
      <QueryState query={query} lines={5} />
      {events?.length === 0 && (
        <EmptyState title={isFiltered ? t.noneFound : t.emptyTitle} text={isFiltered ? t.noneFoundText : t.emptyText} />
      )}
      {events && events.length > 0 && (
        <ul className={classes.list}>
          {events.map((event) => (
            <InboundWebhookItem key={event.id} event={event} />
          ))}
        </ul>
      )}
      {events?.length === limit && limit < maxLength && (
        <Button variant="default" className={classes.more} onClick={() => setLimit(maxLength)}>
          {t.more}
        </Button>
      )}
    </div>
  )
}

/** The longest page of the procedure. What is older is found by its provider and state. */
const maxLength = 200
