import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import classes from './mail-ledger.module.css'
import { MailTable } from './mail-table.tsx'
import { mailTexts } from './mail-texts.ts'

const filters = ['all', 'undelivered', 'underWay'] as const
const updateEveryMs = 15_000

/** Every mail, newest first, by its address and by what became of it. */
export function MailLedger() {
  const t = useText(mailTexts)
  const [shown, setShown] = useState<(typeof filters)[number]>('all')
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), 300)
  return (
    <section className={classes.section} aria-labelledby="mail-ledger">
      <h2 id="mail-ledger" className={classes.title}>
        {t.messages}
      </h2>
      <div className={classes.filters}>
        <NativeSelect
          label={t.shown}
          data={filters.map((value) => ({ value, label: t.shownAs[value] }))}
          value={shown}
          onChange={({ currentTarget: { value } }) => setShown(filters.find((filter) => filter === value) ?? shown)}
        />
        <TextInput
          label={t.search}
          type="search"
          placeholder={t.searchHint}
          value={search}
          maxLength={254}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget: { value } }) => setSearch(value)}
        />
      </div>
      <Found shown={shown} search={asked} />
    </section>
  )
}

interface FoundProps {
  readonly shown: (typeof filters)[number]
  readonly search: string
}

/** Mails once shown stay while newer ones fail to come. */
function Found({ shown, search }: FoundProps) {
  const t = useText(mailTexts)
  const failures = useText(failureTexts)
  const query = trpc.mail.messages.useInfiniteQuery(
    { shown, search },
    {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: (one) => recoverByItself.refetchInterval(one) || updateEveryMs,
    },
  )
  const mails = query.data?.pages.flatMap(({ items }) => items)
  const isFiltered = shown !== 'all' || search !== ''
  return (
    <div className={classes.found} aria-live="polite" aria-busy={query.isFetching}>
      {query.error && (
        <ErrorState
          text={failureText(readFailure(query.error), failures)}
          onRetry={() => void query.refetch()}
          isRetrying={query.isRefetching}
        />
      )}
      {!mails && !query.error && <LoadingLines lines={6} />}
      {mails?.length === 0 && (
        <EmptyState
          title={isFiltered ? t.noneFound : t.noMessages}
          text={isFiltered ? t.noneFoundText : t.noMessagesText}
        />
      )}
      {mails && mails.length > 0 && <MailTable mails={mails} />}
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
    </div>
  )
}
