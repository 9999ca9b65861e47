import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { type CacheName, caches } from '#server/contracts/caches.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import classes from './explain-form.module.css'
import { explainTexts } from './explain-texts.ts'
import { type CacheExplanation, Explanation } from './explanation.tsx'

interface Question {
  readonly cache: CacheName
  readonly id: string
}

const names = Object.keys(caches).filter((name): name is CacheName => name in caches)

/** Asks why an entry is served or not. Asked again, it answers anew. */
export function ExplainForm() {
  const t = useText(explainTexts)
  const [cache, setCache] = useState<CacheName>('products')
  const [id, setId] = useState('all')
  const [asked, setAsked] = useState<Question>()
  const answer = trpc.cache.explain.useQuery(asked ?? { cache, id: '-' }, { enabled: asked !== undefined, gcTime: 0 })
  const [isChecked, setIsChecked] = useState(false)
  const isMissing = id.trim() === ''

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsChecked(true)
    if (isMissing) return
    if (asked?.cache === cache && asked.id === id.trim()) void answer.refetch()
    else setAsked({ cache, id: id.trim() })
  }
  return (
    <section className={classes.section} aria-label={t.title}>
      <header className={classes.header}>
        <h2 className={classes.title}>{t.title}</h2>
        <p className={classes.lead}>{t.lead}</p>
      </header>
      <form className={classes.form} onSubmit={submit} noValidate>
        <NativeSelect
          label={t.cache}
          data={names}
          value={cache}
          onChange={({ currentTarget: { value } }) => setCache(names.find((name) => name === value) ?? cache)}
        />
        <TextInput
          label={t.id}
          description={t.idHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={id}
          maxLength={300}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          error={isChecked && isMissing && t.idMissing}
          onChange={({ currentTarget: { value } }) => setId(value)}
        />
        <Button type="submit" loading={answer.isFetching}>
          {t.submit}
        </Button>
      </form>
      <div aria-live="polite">
        <Answer answer={answer} />
      </div>
    </section>
  )
}

interface AnswerProps {
  readonly answer: {
    readonly data: CacheExplanation | undefined
    readonly error: unknown
    readonly isLoading: boolean
    readonly isRefetching: boolean
    readonly refetch: () => unknown
  }
}

function Answer({ answer: { data, error, isLoading, isRefetching, refetch } }: AnswerProps) {
  const failures = useText(failureTexts)
  if (error) {
    const text = failureText(readFailure(error), failures)
    return <ErrorState text={text} onRetry={() => void refetch()} isRetrying={isRefetching} />
  }
  if (data) return <Explanation of={data} />
  return isLoading ? <LoadingLines lines={5} /> : null
}
