import { Button } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import type { RedriveResult } from './console-data.ts'
import { deadLetterTexts } from './dead-letter-texts.ts'
import classes from './decide-dead-letters.module.css'

interface DecideProps {
  readonly ids: readonly string[]
  /** Of one dead letter: what was edited, as JSON text. */
  readonly edited?: string | undefined
  readonly onDecided?: () => void
}

/** Run again, or discard after a question. Says what came of it, field by field where the payload would not do. */
export function DecideDeadLetters({ ids, edited, onDecided }: DecideProps) {
  const t = useText(deadLetterTexts)
  const { invalidate } = trpc.useUtils().jobs
  const [isAsking, setIsAsking] = useState(false)
  const done = async () => {
    setIsAsking(false)
    onDecided?.()
    await invalidate()
  }
  const redrive = trpc.jobs.redrive.useMutation({ onSuccess: done })
  const discard = trpc.jobs.discard.useMutation({ onSuccess: done })
  const payload = edited === undefined ? undefined : parseJson(edited)
  const run = () => {
    discard.reset()
    if (payload?.isBroken) return
    redrive.mutate({ ids: [...ids], ...(payload && { payload: payload.value }) })
  }
  const isBusy = redrive.isPending || discard.isPending
  return (
    <div className={classes.decide}>
      <div className={classes.buttons}>
        <Button size="sm" disabled={ids.length === 0 || payload?.isBroken === true} loading={isBusy} onClick={run}>
          {edited === undefined ? t.redrive : t.redriveEdited}
        </Button>
        {!isAsking && (
          <Button size="sm" variant="default" disabled={ids.length === 0 || isBusy} onClick={() => setIsAsking(true)}>
            {t.discard}
          </Button>
        )}
      </div>
      {isAsking && ids.length > 0 && (
        <div className={classes.question} role="alertdialog" aria-label={t.discard}>
          <p>{t.discardQuestion(ids.length)}</p>
          <Button size="sm" variant="default" disabled={isBusy} onClick={() => setIsAsking(false)}>
            {t.keep}
          </Button>
          <Button
            size="sm"
            color="red.9"
            loading={isBusy}
            onClick={() => {
              redrive.reset()
              discard.mutate({ ids: [...ids] })
            }}
          >
            {t.discardYes}
          </Button>
        </div>
      )}
      <div aria-live="polite" className={classes.outcome}>
        {payload?.isBroken && <p className={classes.bad}>{t.notJson}</p>}
        {redrive.data && <Redriven of={redrive.data} isOne={redrive.variables?.ids.length === 1} />}
        {discard.data && (
          <p>{discard.data.discarded.length > 0 ? t.discarded(discard.data.discarded.length) : t.meanwhile}</p>
        )}
        <Failed error={redrive.error ?? discard.error} />
      </div>
    </div>
  )
}

interface RedrivenProps {
  readonly of: RedriveResult
  readonly isOne: boolean
}

function Redriven({ of: { redriven, refused }, isOne }: RedrivenProps) {
  const t = useText(deadLetterTexts)
  if (redriven.length === 0 && refused.length === 0) return <p>{t.meanwhile}</p>
  return (
    <>
      {redriven.length > 0 && <p>{t.redriven(redriven.length)}</p>}
      {refused.length > 0 && <p className={classes.bad}>{isOne ? t.refusedOne : t.refused(refused.length)}</p>}
      {isOne && refused.length > 0 && (
        <ul className={classes.problems}>
          {refused.flatMap(({ problems }) =>
            problems.map(({ path, message }) => (
              <li key={path + message}>
                <code>{path || t.wholePayload}</code>: {message}
              </li>
            )),
          )}
        </ul>
      )}
    </>
  )
}

function Failed({ error }: { readonly error: unknown }) {
  const failures = useText(failureTexts)
  return error ? <p className={classes.bad}>{failureText(readFailure(error), failures)}</p> : null
}

const json = z.json()

function parseJson(text: string) {
  try {
    return { isBroken: false, value: json.parse(JSON.parse(text)) } as const
  } catch {
    return { isBroken: true } as const
  }
}
