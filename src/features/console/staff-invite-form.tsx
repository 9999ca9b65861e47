import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { invitation, type StaffRole, staffRole, staffRoles } from '#server/contracts/staff.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { type InviteProblem, readInviteProblems } from './staff-invite-problems.ts'
import classes from './staff-page.module.css'
import { staffTexts } from './staff-texts.ts'

interface StaffInviteFormProps {
  readonly onInvited: (name: string) => void
  readonly onCancel: () => void
}

/** What the server would refuse is said before it is asked; what only it can know is said after. */
export function StaffInviteForm({ onInvited, onCancel }: StaffInviteFormProps) {
  const t = useText(staffTexts)
  const failures = useText(failureTexts)
  const [values, setValues] = useState({ name: '', email: '', role: 'attendant' as StaffRole })
  const [isChecked, setIsChecked] = useState(false)
  const { list } = trpc.useUtils().staff
  const sending = trpc.staff.invite.useMutation({
    onSuccess: async (_, { name }) => {
      await list.invalidate()
      onInvited(name)
    },
  })
  const failure = sending.error && readFailure(sending.error)
  const problems = isChecked ? readInviteProblems(values, failure) : {}
  const set = (change: Partial<typeof values>) => {
    setValues((before) => ({ ...before, ...change }))
    if (sending.error) sending.reset()
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsChecked(true)
    const parsed = invitation.safeParse(values)
    if (parsed.success) sending.mutate(parsed.data)
  }
  const words = (problem: InviteProblem | undefined) => problem && t[problem]
  return (
    <form className={classes.form} onSubmit={submit} noValidate aria-label={t.inviteTitle}>
      <header>
        <h2 className={classes.formTitle}>{t.inviteTitle}</h2>
        <p className={classes.note}>{t.inviteLead}</p>
      </header>
      <TextInput
        label={t.name}
        required
        autoComplete="off"
        value={values.name}
        error={words(problems.name)}
        onChange={({ currentTarget: { value } }) => set({ name: value })}
      />
      <TextInput
        label={t.email}
        type="email"
        inputMode="email"
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={values.email}
        error={words(problems.email)}
        onChange={({ currentTarget: { value } }) => set({ email: value })}
      />
      <NativeSelect
        label={t.role}
        description={t.roleHints[values.role]}
        value={values.role}
        data={staffRoles.map((role) => ({ value: role, label: t.roles[role] }))}
        onChange={({ currentTarget: { value } }) => set({ role: staffRole.parse(value) })}
      />
      {failure && !problems.name && !problems.email && (
        <p className={classes.failure} role="alert">
          {failureText(failure, failures)}
        </p>
      )}
      <div className={classes.actions}>
        <Button type="submit" loading={sending.isPending}>
          {t.send}
        </Button>
        <Button variant="default" disabled={sending.isPending} onClick={onCancel}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}
