import { Button, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { emailAddress } from '#server/contracts/staff.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import classes from './confirm-email.module.css'
import { visitorAccountTexts } from './visitor-account-texts.ts'

interface ConfirmEmailFormProps {
  readonly conversationId: string
  /** What they left when they began; empty where they left none. */
  readonly knownEmail: string
  readonly onSent: (email: string) => void
  readonly onLater: () => void
}

export function ConfirmEmailForm({ conversationId, knownEmail, onSent, onLater }: ConfirmEmailFormProps) {
  const t = useText(visitorAccountTexts)
  const failures = useText(failureTexts)
  const locale = useLocale()
  const [text, setText] = useState(knownEmail)
  const [isChecked, setIsChecked] = useState(false)
  const email = emailAddress.safeParse(text).data
  const ask = trpc.visitors.confirmEmail.useMutation({ onSuccess: (_, sent) => onSent(sent.email) })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsChecked(true)
    if (email !== undefined) ask.mutate({ email, locale, returnTo: conversationId })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        name="email"
        label={t.email}
        type="email"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        required
        className={classes.field}
        value={text}
        error={isChecked && email === undefined && t.invalid}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" size="sm" loading={ask.isPending}>
          {t.send}
        </Button>
        <Button size="sm" variant="subtle" color="gray" c="inherit" onClick={onLater}>
          {t.later}
        </Button>
      </div>
      {ask.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(ask.error), failures)}
        </p>
      )}
    </form>
  )
}
