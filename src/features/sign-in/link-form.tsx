import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { emailAddress } from '#server/contracts/staff.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { requestLink } from './auth-requests.ts'
import classes from './sign-in-frame.module.css'
import { SignInFailure } from './sign-in-frame.tsx'
import { signInTexts } from './sign-in-texts.ts'

interface LinkFormProps {
  readonly callbackUrl: string | undefined
  readonly onSent: (email: string) => void
}

export function LinkForm({ callbackUrl, onSent }: LinkFormProps) {
  const t = useText(signInTexts)
  const locale = useLocale()
  const [text, setText] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const email = emailAddress.safeParse(text).data
  const request = useMutation({
    mutationFn: (address: string) => requestLink({ email: address, callbackUrl, locale }),
    onSuccess: (_, address) => onSent(address),
  })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsChecked(true)
    if (email !== undefined) request.mutate(email)
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        name="email"
        label={t.email}
        size="md"
        type="email"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        required
        value={text}
        error={isChecked && email === undefined && t.emailInvalid}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <SignInFailure error={request.error} />
      <Button type="submit" size="md" className={classes.submit} loading={request.isPending}>
        {t.send}
      </Button>
    </form>
  )
}
