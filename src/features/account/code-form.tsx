import { Button, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import pageClasses from './account-page.module.css'
import classes from './second-factor.module.css'
import { secondFactorTexts } from './second-factor-texts.ts'

interface CodeFormProps {
  readonly label: string
  readonly submitLabel: string
  readonly isPending: boolean
  readonly error: unknown
  readonly onSubmit: (code: string) => void
  readonly onCancel: () => void
}

/** Asks for a code, which the server checks and uses up. */
export function CodeForm({ label, submitLabel, isPending, error, onSubmit, onCancel }: CodeFormProps) {
  const t = useText(secondFactorTexts)
  const failures = useText(failureTexts)
  const [code, setCode] = useState('')
  const failure = error ? readFailure(error) : undefined
  const isWrong = failure?.kind === 'invalid'
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (code.trim() !== '') onSubmit(code.trim())
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        className={classes.code}
        label={label}
        required
        autoFocus
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        value={code}
        error={isWrong && t.wrongCode}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {failure && !isWrong && (
        <p className={pageClasses.failure} role="alert">
          {failureText(failure, failures)}
        </p>
      )}
      <div className={pageClasses.actions}>
        <Button type="submit" loading={isPending}>
          {submitLabel}
        </Button>
        <Button variant="default" disabled={isPending} onClick={onCancel}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}
