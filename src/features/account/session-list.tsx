import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import classes from './account-page.module.css'
import { accountTexts } from './account-texts.ts'
import { SessionItem } from './session-item.tsx'
import listClasses from './session-list.module.css'
import { SignOutEverywhere } from './sign-out-everywhere.tsx'

const updateEveryMs = 30_000

/** Where the account is open, and the way to end one, all others, or all. */
export function SessionList() {
  const t = useText(accountTexts)
  const failures = useText(failureTexts)
  const [ended, setEnded] = useState<number>()
  const query = trpc.account.sessions.useQuery(undefined, {
    refetchInterval: (asked) => recoverByItself.refetchInterval(asked) || updateEveryMs,
  })
  const onSettled = () => query.refetch()
  const onSuccess = (answer: { ended: number }) => setEnded(answer.ended)
  const one = trpc.account.endSession.useMutation({ onSuccess, onSettled })
  const others = trpc.account.endOtherSessions.useMutation({ onSuccess, onSettled })
  const failure = one.error ?? others.error
  const hasOthers = (query.data?.length ?? 0) > 1
  return (
    <section className={classes.section} aria-labelledby="sessions">
      <header className={classes.sectionHeader}>
        <h2 id="sessions" className={classes.sectionTitle}>
          {t.sessions}
        </h2>
        <p className={classes.lead}>{t.sessionsLead}</p>
      </header>
      {query.error && (
        <ErrorState
          text={failureText(readFailure(query.error), failures)}
          onRetry={() => void query.refetch()}
          isRetrying={query.isRefetching}
        />
      )}
      {query.isPending && <LoadingLines lines={3} />}
      {query.data && (
        <ul className={listClasses.list}>
          {query.data.map((session) => (
            <SessionItem
              key={session.id}
              of={session}
              now={query.dataUpdatedAt}
              isEnding={one.isPending && one.variables.id === session.id}
              onEnd={() => one.mutate({ id: session.id })}
            />
          ))}
        </ul>
      )}
      {failure && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(failure), failures)}
        </p>
      )}
      {query.data && (
        <div className={classes.actions}>
          {hasOthers && (
            <Button variant="default" loading={others.isPending} onClick={() => others.mutate()}>
              {t.endOthers}
            </Button>
          )}
          <SignOutEverywhere />
          <span className={classes.note} role="status">
            {ended !== undefined && t.ended(ended)}
          </span>
        </div>
      )}
    </section>
  )
}
