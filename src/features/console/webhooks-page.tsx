import { useRouter } from 'next/router'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import { ConsolePage } from './console-page.tsx'
import { consoleHref } from './console-sections.ts'
import { InboundWebhooks } from './inbound-webhooks.tsx'
import { QueryState } from './query-state.tsx'
import { WebhookEndpoint } from './webhook-endpoint.tsx'
import { WebhookList } from './webhook-list.tsx'
import { WebhookSecret } from './webhook-secret.tsx'
import { webhooksTexts } from './webhooks-texts.ts'

const updateEveryMs = 10_000

/** The firm's own systems that are told what happens: all of them, or the one that the address names. */
export function WebhooksPage() {
  const t = useText(webhooksTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <Endpoints />
    </ConsolePage>
  )
}

interface NewSecret {
  readonly endpointId: string
  readonly secret: string
}

function Endpoints() {
  const t = useText(webhooksTexts)
  const { query } = useRouter()
  const [shown, setShown] = useState<NewSecret>()
  const endpoints = trpc.outgoingWebhooks.list.useQuery(undefined, {
    refetchInterval: (asked) => recoverByItself.refetchInterval(asked) || updateEveryMs,
  })
  const id = typeof query.id === 'string' ? query.id : undefined
  const endpoint = endpoints.data?.find((one) => one.id === id)
  return (
    <>
      <QueryState query={endpoints} lines={6} />
      {shown && shown.endpointId === id && <WebhookSecret secret={shown.secret} onDone={() => setShown(undefined)} />}
      {endpoints.data && !id && <WebhookList endpoints={endpoints.data} onCreated={setShown} />}
      {!id && <InboundWebhooks />}
      {endpoint && <WebhookEndpoint key={endpoint.id} endpoint={endpoint} onRotated={setShown} />}
      {endpoints.data && id && !endpoint && !endpoints.isFetching && (
        <EmptyState
          title={t.missing}
          text={t.missingText}
          action={<LinkButton href={consoleHref('webhooks')}>{t.back}</LinkButton>}
        />
      )}
    </>
  )
}
