import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { type StaffMember, staffRole, staffRoles } from '#server/contracts/staff.ts'
import { useText } from '#src/i18n/use-text.ts'
import classes from './staff-page.module.css'
import { staffTexts } from './staff-texts.ts'
import type { StaffChanges } from './use-staff-changes.ts'

/** What is asked twice. */
export type StaffQuestion = 'role' | 'deactivate' | 'withdraw' | 'second-factor'

interface StaffQuestionBoxProps {
  readonly of: StaffMember
  readonly about: StaffQuestion
  readonly changes: StaffChanges
  readonly onBack: () => void
}

export function StaffQuestionBox({ of, about, changes, onBack }: StaffQuestionBoxProps) {
  const t = useText(staffTexts)
  const [role, setRole] = useState(of.role)
  const words = {
    role: { question: t.changeSure, answer: t.change, act: () => changes.changeRole(role) },
    deactivate: { question: t.deactivateSure, answer: t.deactivate, act: changes.deactivate },
    'second-factor': { question: t.resetSecondFactorSure, answer: t.remove, act: changes.resetSecondFactor },
    withdraw: { question: t.withdrawSure, answer: t.withdraw, act: changes.cancel },
  }[about]
  return (
    <div className={classes.buttons} data-asked="true">
      <p className={classes.question}>{words.question}</p>
      {about === 'role' && (
        <NativeSelect
          size="xs"
          aria-label={t.newRole}
          value={role}
          data={staffRoles.map((value) => ({ value, label: t.roles[value] }))}
          onChange={({ currentTarget: { value } }) => setRole(staffRole.parse(value))}
        />
      )}
      <Button
        size="xs"
        loading={changes.isPending}
        disabled={about === 'role' && role === of.role}
        onClick={() => words.act()}
      >
        {words.answer}
      </Button>
      <Button size="xs" variant="default" disabled={changes.isPending} onClick={onBack}>
        {t.keep}
      </Button>
    </div>
  )
}
