import { Button } from '@mantine/core'
import { useState } from 'react'
import type { QueueName } from '#server/contracts/jobs.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { deadLetterTexts } from './dead-letter-texts.ts'
import classes from './decide-dead-letters.module.css'
import { QueryState } from './query-state.tsx'

type Decision = 'redrive' | 'discard'

interface DecideAllProps {
  readonly queue: QueueName | undefined
  /** Some wait for a decision. */
  readonly isAny: boolean
}

/** Everything that the filters match, shown or not, after a question that says how many that is. */
export function DecideAllDeadLetters({ queue, isAny }: DecideAllProps) {
  const t = useText(deadLetterTexts)
  const failures = useText(failureTexts)
  const [asked, setAsked] = useState<Decision>()
  const { run, isBusy, sum, error } = useDecideAll(queue)
  const decide = async (decision: Decision, cursor: string) => {
    await run(decision, cursor)
    setAsked(undefined)
  }
  return (
    <div className={classes.decide}>
      {isAny && !asked && (
        <div className={classes.buttons}>
          <Button size="sm" variant="default" onClick={() => setAsked('redrive')}>
            {t.redriveAll}
          </Button>
          <Button size="sm" variant="default" onClick={() => setAsked('discard')}>
            {t.discardAll}
          </Button>
        </div>
      )}
      {asked && (
        <Question
          {...{ decision: asked, queue, isBusy }}
          onKeep={() => setAsked(undefined)}
          onDecide={(cursor) => void decide(asked, cursor)}
        />
      )}
      <div aria-live="polite" className={classes.outcome}>
        {sum && isBusy && <p>{t.decidedSoFar(sum.done)}</p>}
        {sum && !isBusy && <Decided {...sum} />}
        {error !== null && <p className={classes.bad}>{failureText(readFailure(error), failures)}</p>}
      </div>
    </div>
  )
}

interface Sum {
  readonly decision: Decision
  readonly done: number
  readonly refused: number
}

/** The server decides some thousand a call; this calls until all are decided, or one call fails. */
function useDecideAll(queue: QueueName | undefined) {
  const { invalidate } = trpc.useUtils().jobs
  const [sum, setSum] = useState<Sum>()
  const [isBusy, setIsBusy] = useState(false)
  const calls = { redrive: trpc.jobs.redriveAll.useMutation(), discard: trpc.jobs.discardAll.useMutation() }
  const run = async (decision: Decision, cursor: string) => {
    setIsBusy(true)
    calls.redrive.reset()
    calls.discard.reset()
    let total: Sum = { decision, done: 0, refused: 0 }
    setSum(total)
    try {
      for (let next: string | undefined = cursor; next !== undefined; ) {
        const { done, refused, nextCursor } = await calls[decision].mutateAsync({ queue, cursor: next })
        total = { decision, done: total.done + done, refused: total.refused + refused }
        setSum(total)
        next = nextCursor
      }
    } catch {
      // The mutation keeps the error, and it is shown beside what was done before.
    } finally {
      setIsBusy(false)
      void invalidate()
    }
  }
  return { run, isBusy, sum, error: calls.redrive.error ?? calls.discard.error }
}

interface QuestionProps {
  readonly decision: Decision
  readonly queue: QueueName | undefined
  readonly isBusy: boolean
  readonly onKeep: () => void
  readonly onDecide: (cursor: string) => void
}

function Question({ decision, queue, isBusy, onKeep, onDecide }: QuestionProps) {
  const t = useText(deadLetterTexts)
  // What is confirmed is what the text says: it stays as it was counted.
  const counted = trpc.jobs.deadLetterCount.useQuery({ queue }, { gcTime: 0, staleTime: Number.POSITIVE_INFINITY })
  const isRedrive = decision === 'redrive'
  const question = isRedrive ? t.redriveAllQuestion : t.discardAllQuestion
  const label = isRedrive ? t.redriveAll : t.discardAll
  return (
    <div className={classes.question} role="alertdialog" aria-label={label}>
      {counted.data ? <p>{question(counted.data.count)}</p> : <QueryState query={counted} lines={1} />}
      <Button size="sm" variant="default" disabled={isBusy} onClick={onKeep}>
        {t.keep}
      </Button>
      <Button
        size="sm"
        {...(!isRedrive && { color: 'red.9' })}
        disabled={!counted.data}
        loading={isBusy}
        onClick={() => counted.data && onDecide(counted.data.cursor)}
      >
        {label}
      </Button>
    </div>
  )
}

function Decided({ decision, done, refused }: Sum) {
  const t = useText(deadLetterTexts)
  if (done === 0 && refused === 0) return <p>{t.meanwhile}</p>
  return (
    <>
      {done > 0 && <p>{decision === 'redrive' ? t.redriven(done) : t.discarded(done)}</p>}
      {refused > 0 && <p className={classes.bad}>{t.refused(refused)}</p>}
    </>
  )
}
