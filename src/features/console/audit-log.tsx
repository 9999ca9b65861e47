import { Button } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import classes from './audit-page.module.css'
import { type AuditQuery, auditFilterOf } from './audit-query.ts'
import { AuditTable } from './audit-table.tsx'
import { auditTexts } from './audit-texts.ts'
import { QueryState } from './query-state.tsx'

interface AuditLogProps {
  readonly query: AuditQuery
  readonly onChange: (query: AuditQuery) => void
}

const updateEveryMs = 15_000

/** The rows, newest first; read further down, they stay as they are. */
export function AuditLog({ query, onChange }: AuditLogProps) {
  const t = useText(auditTexts)
  const pages = trpc.audit.list.useInfiniteQuery(auditFilterOf(query), {
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: (one) =>
      recoverByItself.refetchInterval(one) || (one.state.data?.pages.length === 1 && updateEveryMs),
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows)
  const isFiltered = Object.keys(query).length > 0
  return (
    <div className={classes.found} aria-live="polite" aria-busy={pages.isFetching}>
      <QueryState query={pages} />
      {rows?.length === 0 && (
        <EmptyState title={isFiltered ? t.noneFound : t.none} text={isFiltered ? t.noneFoundText : t.noneText} />
      )}
      {rows && rows.length > 0 && <AuditTable rows={rows} onFilter={(part) => onChange({ ...query, ...part })} />}
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
    </div>
  )
}
