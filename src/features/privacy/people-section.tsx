import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { QueryState } from '../console/query-state.tsx'
import { PersonItem } from './person-item.tsx'
import classes from './privacy-console.module.css'
import { privacyConsoleTexts } from './privacy-console-texts.ts'

/** Visitors, clients and former staff, found by what they are called. */
export function PeopleSection() {
  const t = useText(privacyConsoleTexts)
  const [search, setSearch] = useState('')
  const [hasErased, setHasErased] = useState(false)
  const [asked] = useDebouncedValue(search.trim(), 300)
  const people = trpc.privacy.people.useQuery({ search: asked }, { placeholderData: (before) => before })
  const look = (text: string) => {
    setSearch(text)
    setHasErased(false)
  }
  return (
    <section className={classes.section} aria-labelledby="privacy-people">
      <header className={classes.header}>
        <h2 id="privacy-people" className={classes.title}>
          {t.people}
        </h2>
        <p className={classes.lead}>{t.peopleLead}</p>
      </header>
      <TextInput
        label={t.search}
        description={t.searchHint}
        type="search"
        className={classes.search}
        value={search}
        maxLength={254}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget: { value } }) => look(value)}
      />
      <div aria-live="polite" aria-busy={people.isFetching}>
        {hasErased && <p className={classes.done}>{t.erased}</p>}
        <QueryState query={people} />
        {people.data?.length === 0 && <EmptyState title={t.nobody} text={t.nobodyText} />}
        {people.data && people.data.length > 0 && (
          <ul className={classes.list}>
            {people.data.map((one) => (
              <PersonItem key={one.id} of={one} onErased={() => setHasErased(true)} onSearch={look} />
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
