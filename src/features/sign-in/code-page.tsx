import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { LinkButton } from '#src/ui/link-button.tsx'
import { readSignInFailure, sendSecondFactor } from './auth-requests.ts'
import classes from './sign-in-frame.module.css'
import { SignInFailure, SignInFrame } from './sign-in-frame.tsx'
import { signInTexts } from './sign-in-texts.ts'
import { useLeave } from './use-leave.ts'

/** The second factor: six digits of the app, or one of the recovery codes. */
export function CodePage() {
  const t = useText(signInTexts)
  const [isRecovery, setIsRecovery] = useState(false)
  const [code, setCode] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const check = useMutation({ mutationFn: sendSecondFactor, onSuccess: useLeave() })
  const refusal = check.error && readSignInFailure(check.error)
  if (refusal === 'no-ticket') {
    return (
      <SignInFrame pageTitle={t.codePageTitle} title={t.noTicketTitle} lead={t.noTicketText}>
        <div className={classes.actions}>
          <LinkButton href="/entrar">{t.newLink}</LinkButton>
        </div>
      </SignInFrame>
    )
  }
  const isWhole = isRecovery ? code.trim().length >= 8 : /^\d{6}$/.test(digitsOf(code))
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsMissing(!isWhole)
    if (isWhole) check.mutate(isRecovery ? code.trim() : digitsOf(code))
  }
  const change = () => {
    setIsRecovery(!isRecovery)
    setCode('')
    setIsMissing(false)
    check.reset()
  }
  const problem = isMissing
    ? t[isRecovery ? 'recoveryMissing' : 'codeMissing']
    : refusal === 'wrong-code' && t[isRecovery ? 'wrongRecovery' : 'wrongCode']
  return (
    <SignInFrame pageTitle={t.codePageTitle} title={t.codeTitle} lead={isRecovery ? t.recoveryText : t.codeText}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          key={String(isRecovery)}
          className={classes.code}
          label={isRecovery ? t.recoveryCode : t.code}
          size="md"
          required
          autoFocus
          autoComplete={isRecovery ? 'off' : 'one-time-code'}
          inputMode={isRecovery ? 'text' : 'numeric'}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={isRecovery ? 40 : 7}
          value={code}
          error={problem}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {refusal !== 'wrong-code' && <SignInFailure error={check.error} />}
        <div className={classes.actions}>
          <Button type="submit" size="md" loading={check.isPending || check.isSuccess}>
            {t.enter}
          </Button>
          <Button variant="subtle" color="gray" c="inherit" onClick={change}>
            {isRecovery ? t.useApp : t.useRecovery}
          </Button>
        </div>
      </form>
    </SignInFrame>
  )
}

/** Apps show "123 456". */
const digitsOf = (text: string): string => text.replace(/\s/g, '')
