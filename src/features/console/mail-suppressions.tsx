import { Button } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { MailSuppressionItem } from './mail-suppression-item.tsx'
import classes from './mail-suppressions.module.css'
import { mailTexts } from './mail-texts.ts'

const updateEveryMs = 15_000

/** The addresses that get no mail, and the way to write to one again. */
export function MailSuppressions() {
  const t = useText(mailTexts)
  const failures = useText(failureTexts)
  const query = trpc.mail.suppressions.useInfiniteQuery(
    {},
    {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: (one) => recoverByItself.refetchInterval(one) || updateEveryMs,
    },
  )
  const entries = query.data?.pages.flatMap(({ items }) => items)
  const own = query.data?.pages[0]?.own ?? []
  return (
    <section className={classes.section} aria-labelledby="mail-suppressions">
      <header className={classes.header}>
        <h2 id="mail-suppressions" className={classes.title}>
          {t.suppressions}
        </h2>
        <p className={classes.lead}>{t.suppressionsLead}</p>
      </header>
      {own.length > 0 && (
        <p className={classes.own} role="alert">
          {t.own(own.join(', '))}
        </p>
      )}
      {query.error && (
        <ErrorState
          text={failureText(readFailure(query.error), failures)}
          onRetry={() => void query.refetch()}
          isRetrying={query.isRefetching}
        />
      )}
      {!entries && !query.error && <LoadingLines lines={3} />}
      {entries?.length === 0 && <EmptyState title={t.noSuppressions} text={t.noSuppressionsText} />}
      {entries && entries.length > 0 && (
        <ul className={classes.list}>
          {entries.map((entry) => (
            <MailSuppressionItem key={entry.id} of={entry} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </section>
  )
}
