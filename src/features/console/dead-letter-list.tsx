import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/InlineInput.css'
import { Checkbox } from '@mantine/core'
import Link from 'next/link'
import { useState } from 'react'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import type { DeadLetter } from './console-data.ts'
import { consoleHref } from './console-sections.ts'
import classes from './dead-letter-list.module.css'
import { deadLetterTexts } from './dead-letter-texts.ts'
import { DecideDeadLetters } from './decide-dead-letters.tsx'
import { formatMoment } from './format-figures.ts'

/** One line each, newest first; those that wait for a decision can be chosen and decided together. */
export function DeadLetterList({ letters }: { readonly letters: readonly DeadLetter[] }) {
  const t = useText(deadLetterTexts)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const open = letters.filter(({ resolution }) => resolution === null)
  const ids = open.filter(({ id }) => chosen.has(id)).map(({ id }) => id)
  const choose = (id: string, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, id] : [...before].filter((other) => other !== id)))
  return (
    <>
      {open.length > 0 && (
        <div className={classes.bar}>
          <Checkbox
            label={ids.length > 0 ? t.chosen(ids.length) : t.chooseAll}
            checked={ids.length === open.length}
            indeterminate={ids.length > 0 && ids.length < open.length}
            onChange={({ currentTarget }) => setChosen(new Set(currentTarget.checked ? open.map(({ id }) => id) : []))}
          />
          <DecideDeadLetters ids={ids} onDecided={() => setChosen(new Set())} />
        </div>
      )}
      <ul className={classes.letters} aria-label={t.list}>
        {letters.map((letter) => (
          <Row key={letter.id} letter={letter} isChosen={chosen.has(letter.id)} onChoose={choose} />
        ))}
      </ul>
    </>
  )
}

interface RowProps {
  readonly letter: DeadLetter
  readonly isChosen: boolean
  readonly onChoose: (id: string, isChosen: boolean) => void
}

function Row({ letter: { id, name, failedAt, reason, error, history, resolution }, isChosen, onChoose }: RowProps) {
  const t = useText(deadLetterTexts)
  const when = formatMoment(failedAt, useLocale())
  return (
    <li className={classes.letter} data-open={resolution === null}>
      {resolution === null && (
        <Checkbox
          aria-label={t.choose(name, when)}
          checked={isChosen}
          onChange={({ currentTarget }) => onChoose(id, currentTarget.checked)}
        />
      )}
      <div className={classes.about}>
        <Link href={`${consoleHref('dead-letters')}/${id}`} className={classes.name} title={t.inspect}>
          {name}
        </Link>
        <p className={classes.error}>{error}</p>
      </div>
      <p className={classes.facts}>
        <time dateTime={failedAt}>{when}</time>
        <span>{resolution ? t.resolutions[resolution] : t.reasons[reason]}</span>
        {history.length > 0 && <span>{t.attempts(history.length)}</span>}
      </p>
    </li>
  )
}
