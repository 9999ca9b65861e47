import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Person } from '#server/contracts/privacy.ts'
import { isStaff } from '#server/contracts/roles.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { formatMoment } from '../console/format-figures.ts'
import { EraseQuestion } from './erase-question.tsx'
import classes from './privacy-console.module.css'
import { privacyConsoleTexts } from './privacy-console-texts.ts'
import { saveArchive } from './save-archive.ts'

interface PersonItemProps {
  readonly of: Person
  /** They may be found no more by what was searched for. */
  readonly onErased: () => void
  readonly onSearch: (search: string) => void
}

/** One person: what is known of them, their archive, and their erasure, asked twice. */
export function PersonItem({ of, onErased, onSearch }: PersonItemProps) {
  const t = useText(privacyConsoleTexts)
  const [isAsked, setIsAsked] = useState(false)
  return (
    <li className={classes.item}>
      <Facts of={of} onSearch={onSearch} />
      {of.erasedAt === null && !isAsked && <Actions of={of} onErase={() => setIsAsked(true)} />}
      {of.erasedAt === null && isAsked && (
        <EraseQuestion of={of} text={t.sure(of.name)} onKeep={() => setIsAsked(false)} onErased={onErased} />
      )}
    </li>
  )
}

function Facts({ of, onSearch }: Pick<PersonItemProps, 'of' | 'onSearch'>) {
  const t = useText(privacyConsoleTexts)
  const locale = useLocale()
  const { name, email, phone, role, erasedAt, lastSeenAt, conversations, consent, hasOpenRequest } = of
  const contact = [email, phone].filter((one) => one !== null).join(' · ')
  return (
    <div className={classes.facts}>
      <p className={classes.name}>{name}</p>
      {contact !== '' && <p className={classes.contact}>{contact}</p>}
      <p className={classes.detail}>
        {isStaff(role) ? t.formerStaff : t.roles[role === 'client' ? 'client' : 'visitor']} ·{' '}
        {t.conversations(conversations)} · {t.lastSeen(formatMoment(lastSeenAt, locale))}
      </p>
      {consent && (
        <p className={classes.detail}>{t.consent(t.bases[consent.basis], formatMoment(consent.givenAt, locale))}</p>
      )}
      {email !== null && of.others.length > 0 && <Others of={of.others} email={email} onSearch={onSearch} />}
      {hasOpenRequest && <p className={classes.flag}>{t.asked}</p>}
      {erasedAt !== null && <p className={classes.flag}>{t.erasedAt(formatMoment(erasedAt, locale))}</p>}
    </div>
  )
}

interface OthersProps {
  readonly of: Person['others']
  readonly email: string
  readonly onSearch: (search: string) => void
}

/** What one person asks for may lie with several: whoever wrote twice before confirming an address is two. */
function Others({ of, email, onSearch }: OthersProps) {
  const t = useText(privacyConsoleTexts)
  return (
    <div className={classes.facts}>
      <p className={classes.detail}>{t.others(of.map(({ name }) => name).join(' · '))}</p>
      <Button
        size="xs"
        variant="default"
        className={classes.others}
        aria-label={t.showOthersLabel(email)}
        onClick={() => onSearch(email)}
      >
        {t.showOthers}
      </Button>
    </div>
  )
}

interface ActionsProps {
  readonly of: Person
  readonly onErase: () => void
}

function Actions({ of: { id, name }, onErase }: ActionsProps) {
  const t = useText(privacyConsoleTexts)
  const failures = useText(failureTexts)
  const locale = useLocale()
  const archive = trpc.privacy.exportPerson.useMutation({ onSuccess: saveArchive })
  return (
    <div className={classes.actions}>
      <Button
        size="xs"
        variant="default"
        aria-label={t.exportLabel(name)}
        loading={archive.isPending}
        onClick={() => archive.mutate({ id, locale })}
      >
        {t.export}
      </Button>
      <Button size="xs" variant="default" aria-label={t.eraseLabel(name)} onClick={onErase}>
        {t.erase}
      </Button>
      {archive.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(archive.error), failures)}
        </p>
      )}
    </div>
  )
}
