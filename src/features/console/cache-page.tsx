import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { CacheTable } from './cache-table.tsx'
import { ConsolePage } from './console-page.tsx'
import { consoleTexts } from './console-texts.ts'
import { ExplainForm } from './explain-form.tsx'

/** How the caches of all processes do, and why one entry is served or not. */
export function CachePage() {
  const t = useText(consoleTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <HitRates />
      <ExplainForm />
    </ConsolePage>
  )
}

const updateEveryMs = 10_000

/** Figures once shown stay while newer ones fail to come. */
function HitRates() {
  const t = useText(consoleTexts)
  const failures = useText(failureTexts)
  const stats = trpc.cache.stats.useQuery(
    { minutes: 60 },
    { refetchInterval: (query) => recoverByItself.refetchInterval(query) || updateEveryMs },
  )
  return (
    <section aria-label={t.tableTitle}>
      {stats.error && (
        <ErrorState
          text={failureText(readFailure(stats.error), failures)}
          onRetry={() => void stats.refetch()}
          isRetrying={stats.isRefetching}
        />
      )}
      {!stats.data && !stats.error && <LoadingLines lines={6} />}
      {stats.data &&
        (stats.data.caches.some(({ calls }) => calls > 0) ? (
          <CacheTable stats={stats.data} />
        ) : (
          <EmptyState title={t.emptyTitle} text={t.emptyText} />
        ))}
    </section>
  )
}
