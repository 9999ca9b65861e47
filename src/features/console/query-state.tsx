import { useText } from '#src/i18n/use-text.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'

interface QueryStateProps {
  readonly query: {
    readonly data: unknown
    readonly error: unknown
    readonly isRefetching: boolean
    readonly refetch: () => unknown
  }
  readonly lines?: number
}

/** That a query failed, or has not answered yet; what it answered before stays beside it. */
export function QueryState({ query, lines = 8 }: QueryStateProps) {
  const failures = useText(failureTexts)
  if (query.error) {
    const text = failureText(readFailure(query.error), failures)
    return <ErrorState text={text} onRetry={() => void query.refetch()} isRetrying={query.isRefetching} />
  }
  return query.data === undefined ? <LoadingLines lines={lines} /> : null
}
