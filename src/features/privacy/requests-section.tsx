import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { QueryState } from '../console/query-state.tsx'
import classes from './privacy-console.module.css'
import { privacyConsoleTexts } from './privacy-console-texts.ts'
import { RequestItem } from './request-item.tsx'

const updateEveryMs = 30_000

/** Clients who ask to be erased; the law gives the firm fifteen days to answer. */
export function RequestsSection() {
  const t = useText(privacyConsoleTexts)
  const requests = trpc.privacy.requests.useQuery(undefined, {
    refetchInterval: (one) => recoverByItself.refetchInterval(one) || updateEveryMs,
  })
  return (
    <section className={classes.section} aria-labelledby="privacy-requests">
      <header className={classes.header}>
        <h2 id="privacy-requests" className={classes.title}>
          {t.requests}
        </h2>
        <p className={classes.lead}>{t.requestsLead}</p>
      </header>
      <QueryState query={requests} lines={3} />
      {requests.data?.length === 0 && <EmptyState title={t.noRequests} text={t.noRequestsText} />}
      {requests.data && requests.data.length > 0 && (
        <ul className={classes.list}>
          {requests.data.map((one) => (
            <RequestItem key={one.id} of={one} />
          ))}
        </ul>
      )}
    </section>
  )
}
