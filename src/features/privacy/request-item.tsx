import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { type PrivacyRequest, type RefusalReason, refusalReason } from '#server/contracts/privacy.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { formatMoment } from '../console/format-figures.ts'
import { EraseQuestion } from './erase-question.tsx'
import classes from './privacy-console.module.css'
import { privacyConsoleTexts } from './privacy-console-texts.ts'

/** A wish to be erased: granted, or refused for one of the law's reasons. */
export function RequestItem({ of }: { readonly of: PrivacyRequest }) {
  const t = useText(privacyConsoleTexts)
  const locale = useLocale()
  const [asked, setAsked] = useState<'erase' | 'refuse'>()
  const { person, state, reason, requestedAt, decidedAt } = of
  return (
    <li className={classes.item}>
      <div className={classes.facts}>
        <p className={classes.name}>{person.name}</p>
        {person.email !== null && <p className={classes.contact}>{person.email}</p>}
        <p className={classes.detail}>{t.requestedAt(formatMoment(requestedAt, locale))}</p>
        {decidedAt !== null && (
          <p className={classes.detail}>
            {t.states[state]} · {formatMoment(decidedAt, locale)}
            {reason && ` · ${t.reasons[reason]}`}
          </p>
        )}
      </div>
      {state === 'open' && !asked && (
        <div className={classes.actions}>
          <Button size="xs" variant="default" onClick={() => setAsked('erase')}>
            {t.grant}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsked('refuse')}>
            {t.refuse}
          </Button>
        </div>
      )}
      {state === 'open' && asked === 'erase' && (
        <EraseQuestion of={person} text={t.sure(person.name)} onKeep={() => setAsked(undefined)} />
      )}
      {state === 'open' && asked === 'refuse' && <Refusal id={of.id} onKeep={() => setAsked(undefined)} />}
    </li>
  )
}

function Refusal({ id, onKeep }: { readonly id: string; readonly onKeep: () => void }) {
  const t = useText(privacyConsoleTexts)
  const failures = useText(failureTexts)
  const { privacy } = trpc.useUtils()
  const [reason, setReason] = useState<RefusalReason>('legal_duty')
  const refusal = trpc.privacy.refuseRequest.useMutation({ onSuccess: () => privacy.invalidate() })
  return (
    <div className={classes.question}>
      <NativeSelect
        label={t.reason}
        value={reason}
        data={refusalReason.options.map((value) => ({ value, label: t.reasons[value] }))}
        onChange={({ currentTarget: { value } }) => setReason(refusalReason.parse(value))}
      />
      <div className={classes.actions}>
        <Button size="xs" variant="default" disabled={refusal.isPending} onClick={onKeep}>
          {t.back}
        </Button>
        <Button size="xs" loading={refusal.isPending} onClick={() => refusal.mutate({ id, reason })}>
          {t.refuse}
        </Button>
      </div>
      {refusal.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(refusal.error), failures)}
        </p>
      )}
    </div>
  )
}
