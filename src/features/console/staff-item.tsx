import { Button } from '@mantine/core'
import { useState } from 'react'
import type { StaffMember } from '#server/contracts/staff.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { Initials } from '#src/ui/initials.tsx'
import { formatMoment } from './format-figures.ts'
import classes from './staff-page.module.css'
import { type StaffQuestion, StaffQuestionBox } from './staff-question.tsx'
import { staffTexts } from './staff-texts.ts'
import { type StaffChanges, useStaffChanges } from './use-staff-changes.ts'

interface StaffItemProps {
  readonly of: StaffMember
  /** Nobody changes themselves. */
  readonly isSelf: boolean
  readonly onChanged: () => void
}

export function StaffItem({ of, isSelf, onChanged }: StaffItemProps) {
  const t = useText(staffTexts)
  const [question, setQuestion] = useState<StaffQuestion>()
  const changes = useStaffChanges(of.id, () => {
    setQuestion(undefined)
    onChanged()
  })
  return (
    <li className={classes.item} data-status={of.status}>
      <Person of={of} isSelf={isSelf} />
      <div className={classes.role}>
        <span>{t.roles[of.role]}</span>
        <Status of={of} />
      </div>
      {question ? (
        <StaffQuestionBox of={of} about={question} changes={changes} onBack={() => setQuestion(undefined)} />
      ) : (
        !isSelf && <Actions of={of} changes={changes} onAsk={setQuestion} />
      )}
      {changes.message && (
        <p className={`${classes.message} ${changes.hasFailed ? classes.failure : classes.note}`} role="alert">
          {changes.message}
        </p>
      )}
    </li>
  )
}

function Person({ of: { name, email }, isSelf }: Pick<StaffItemProps, 'of' | 'isSelf'>) {
  const t = useText(staffTexts)
  return (
    <div className={classes.person}>
      <Initials name={name} sizePx={40} />
      <div className={classes.words}>
        <span className={classes.name}>
          {name}
          {isSelf && <span className={classes.mark}>({t.you})</span>}
        </span>
        <span className={classes.email}>{email ?? t.noEmail}</span>
      </div>
    </div>
  )
}

function Status({ of: { status, invitationEndsAt, hasSecondFactor } }: Pick<StaffItemProps, 'of'>) {
  const t = useText(staffTexts)
  const locale = useLocale()
  const invitation =
    invitationEndsAt === null ? t.invitationOver : t.invitedUntil(formatMoment(invitationEndsAt, locale))
  return (
    <>
      <span className={classes.status} data-status={status}>
        {t.statuses[status]}
      </span>
      {status === 'invited' && <span className={classes.note}>{invitation}</span>}
      {hasSecondFactor && <span className={classes.note}>{t.secondFactor}</span>}
    </>
  )
}

interface ActionsProps {
  readonly of: StaffMember
  readonly changes: StaffChanges
  readonly onAsk: (question: StaffQuestion) => void
}

function Actions({ of: { name, status, hasSecondFactor }, changes, onAsk }: ActionsProps) {
  const t = useText(staffTexts)
  const { isPending } = changes
  const small = { size: 'xs', variant: 'default', disabled: isPending } as const
  if (status === 'invited') {
    return (
      <div className={classes.buttons}>
        <Button {...small} aria-label={t.resendLabel(name)} onClick={changes.resend}>
          {t.resend}
        </Button>
        <Button {...small} aria-label={t.withdrawLabel(name)} onClick={() => onAsk('withdraw')}>
          {t.withdraw}
        </Button>
      </div>
    )
  }
  const reset = hasSecondFactor && (
    <Button {...small} aria-label={t.resetSecondFactorLabel(name)} onClick={() => onAsk('second-factor')}>
      {t.resetSecondFactor}
    </Button>
  )
  if (status === 'inactive') {
    return (
      <div className={classes.buttons}>
        <Button {...small} aria-label={t.reactivateLabel(name)} onClick={changes.reactivate}>
          {t.reactivate}
        </Button>
        {reset}
      </div>
    )
  }
  return (
    <div className={classes.buttons}>
      <Button {...small} aria-label={t.changeRoleLabel(name)} onClick={() => onAsk('role')}>
        {t.changeRole}
      </Button>
      <Button {...small} aria-label={t.deactivateLabel(name)} onClick={() => onAsk('deactivate')}>
        {t.deactivate}
      </Button>
      {reset}
    </div>
  )
}
