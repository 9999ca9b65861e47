import { Button } from '@mantine/core'
import { useRouter } from 'next/router'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import classes from './account-page.module.css'
import { accountTexts } from './account-texts.ts'

/** Ends every session, this one included; asked twice. */
export function SignOutEverywhere() {
  const t = useText(accountTexts)
  const failures = useText(failureTexts)
  const { locale, defaultLocale } = useRouter()
  const prefix = locale === undefined || locale === defaultLocale ? '' : `/${locale}`
  const [isAsked, setIsAsked] = useState(false)
  const ending = trpc.account.endAllSessions.useMutation({
    // A full page load: the socket and everything cached goes.
    onSuccess: () => window.location.assign(`${prefix}/entrar`),
  })
  if (!isAsked) {
    return (
      <Button variant="default" onClick={() => setIsAsked(true)}>
        {t.endAll}
      </Button>
    )
  }
  return (
    <>
      <span className={classes.note}>{t.endAllSure}</span>
      <Button loading={ending.isPending || ending.isSuccess} onClick={() => ending.mutate()}>
        {t.confirm}
      </Button>
      <Button variant="default" disabled={ending.isPending} onClick={() => setIsAsked(false)}>
        {t.cancel}
      </Button>
      {ending.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(ending.error), failures)}
        </p>
      )}
    </>
  )
}
