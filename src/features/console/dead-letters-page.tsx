import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { type QueueName, queues } from '#server/contracts/jobs.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ConsolePage } from './console-page.tsx'
import { DeadLetterList } from './dead-letter-list.tsx'
import { deadLetterTexts } from './dead-letter-texts.ts'
import classes from './dead-letters-page.module.css'
import { DecideAllDeadLetters } from './decide-all-dead-letters.tsx'
import { jobsTexts } from './jobs-texts.ts'
import { QueryState } from './query-state.tsx'

/** What failed for good and waits for a decision, or has one. */
export function DeadLettersPage() {
  const t = useText(deadLetterTexts)
  const [isResolved, setIsResolved] = useState(false)
  const [queue, setQueue] = useState<QueueName>()
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <section className={classes.section} aria-label={t.list}>
        <form className={classes.filters} aria-label={t.filters} onSubmit={(event) => event.preventDefault()}>
          <NativeSelect
            label={t.which}
            value={String(isResolved)}
            data={[
              { value: 'false', label: t.open },
              { value: 'true', label: t.resolved },
            ]}
            onChange={({ currentTarget: { value } }) => setIsResolved(value === 'true')}
          />
          <QueueSelect value={queue} onChange={setQueue} />
        </form>
        {/* Another filter begins anew, with nothing chosen. */}
        <DeadLetters key={`${isResolved} ${queue}`} isResolved={isResolved} queue={queue} />
      </section>
    </ConsolePage>
  )
}

interface QueueSelectProps {
  readonly value: QueueName | undefined
  readonly onChange: (queue: QueueName | undefined) => void
}

const queueNames = Object.keys(queues).filter((name): name is QueueName => Object.hasOwn(queues, name))

function QueueSelect({ value, onChange }: QueueSelectProps) {
  const t = useText(deadLetterTexts)
  const { names } = useText(jobsTexts)
  return (
    <NativeSelect
      label={t.queue}
      value={value ?? ''}
      data={[{ value: '', label: t.allQueues }, ...queueNames.map((name) => ({ value: name, label: names[name] }))]}
      onChange={({ currentTarget }) => onChange(queueNames.find((name) => name === currentTarget.value))}
    />
  )
}

interface DeadLettersProps {
  readonly isResolved: boolean
  readonly queue: QueueName | undefined
}

function DeadLetters({ isResolved, queue }: DeadLettersProps) {
  const t = useText(deadLetterTexts)
  const pages = trpc.jobs.deadLetters.useInfiniteQuery(
    { isResolved, queue },
    { getNextPageParam: ({ nextCursor }) => nextCursor, refetchInterval: recoverByItself.refetchInterval },
  )
  const letters = pages.data?.pages.flatMap(({ deadLetters }) => deadLetters)
  return (
    <>
      <QueryState query={pages} />
      {letters?.length === 0 && <Nothing isResolved={isResolved} queue={queue} />}
      {!isResolved && <DecideAllDeadLetters queue={queue} isAny={letters !== undefined && letters.length > 0} />}
      {letters && letters.length > 0 && <DeadLetterList letters={letters} />}
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
    </>
  )
}

function Nothing({ isResolved, queue }: DeadLettersProps) {
  const t = useText(deadLetterTexts)
  if (queue !== undefined) return <EmptyState title={t.noneFiltered} />
  return isResolved ? <EmptyState title={t.noneResolved} /> : <EmptyState title={t.noneOpen} text={t.noneOpenText} />
}
