import { Textarea } from '@mantine/core'
import Link from 'next/link'
import { useState } from 'react'
import { z } from 'zod'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import type { DeadLetter } from './console-data.ts'
import { ConsolePage } from './console-page.tsx'
import { consoleHref } from './console-sections.ts'
import { DeadLetterFacts } from './dead-letter-facts.tsx'
import classes from './dead-letter-page.module.css'
import { deadLetterTexts } from './dead-letter-texts.ts'
import { DecideDeadLetters } from './decide-dead-letters.tsx'
import { formatMoment } from './format-figures.ts'
import { QueryState } from './query-state.tsx'

/** One job that failed for good: why, how often, and with what; to be run again as it was, corrected, or discarded. */
export function DeadLetterPage({ id }: { readonly id: string }) {
  const t = useText(deadLetterTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <Letter id={id} />
    </ConsolePage>
  )
}

function Letter({ id }: { readonly id: string }) {
  const t = useText(deadLetterTexts)
  const letter = trpc.jobs.deadLetter.useQuery({ id }, recoverByItself)
  const failure = letter.error && readFailure(letter.error).kind
  if (failure === 'not-found' || failure === 'invalid') {
    const action = <LinkButton href={consoleHref('dead-letters')}>{t.back}</LinkButton>
    return <EmptyState title={t.missing} text={t.missingText} action={action} />
  }
  return (
    <>
      <QueryState query={letter} />
      {letter.data && (
        <article className={classes.letter}>
          <header className={classes.header}>
            <Link href={consoleHref('dead-letters')} className={classes.back}>
              {t.back}
            </Link>
            <h2 className={classes.title}>{letter.data.name}</h2>
          </header>
          <DeadLetterFacts letter={letter.data} />
          <Payload letter={letter.data} />
          <History letter={letter.data} />
        </article>
      )}
    </>
  )
}

interface LetterProps {
  readonly letter: DeadLetter
}

const aboutConversation = z.object({ conversationId: z.string() })

/** To be read, and edited while nothing has been decided. */
function Payload({ letter: { id, payload, resolution } }: LetterProps) {
  const t = useText(deadLetterTexts)
  const original = JSON.stringify(payload, null, 2)
  const [text, setText] = useState(original)
  const about = aboutConversation.safeParse(payload)
  const isOpen = resolution === null
  return (
    <section className={classes.section}>
      <Textarea
        label={t.payload}
        description={isOpen ? t.payloadHint : t.payloadFixed}
        classNames={{ input: classes.json }}
        value={isOpen ? text : original}
        readOnly={!isOpen}
        rows={Math.min(16, Math.max(4, original.split('\n').length + 1))}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {about.success && (
        <Link href={`${consoleHref('trace')}/${about.data.conversationId}`} className={classes.link}>
          {t.trace}
        </Link>
      )}
      {isOpen && <DecideDeadLetters ids={[id]} edited={text === original ? undefined : text} />}
    </section>
  )
}

function History({ letter: { history } }: LetterProps) {
  const t = useText(deadLetterTexts)
  const locale = useLocale()
  return (
    <section className={classes.section} aria-labelledby="attempts">
      <h3 id="attempts" className={classes.subtitle}>
        {t.history}
      </h3>
      {history.length === 0 && <p className={classes.quiet}>{t.noHistory}</p>}
      <ol className={classes.history}>
        {history.map(({ at, attempt, error }) => (
          <li key={`${attempt} ${at}`}>
            <p className={classes.quiet}>
              {t.attempt(attempt)}, <time dateTime={at}>{formatMoment(at, locale)}</time>
            </p>
            <p className={classes.error}>{error}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
