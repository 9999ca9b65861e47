import type { ReactNode } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { readSignInFailure } from './auth-requests.ts'
import classes from './sign-in-frame.module.css'
import { signInTexts } from './sign-in-texts.ts'

interface SignInFrameProps {
  /** Of the window. */
  readonly pageTitle: string
  readonly title: string
  readonly lead: string
  readonly children?: ReactNode
}

/** The frame of the pages on the way in. */
export function SignInFrame({ pageTitle, title, lead, children }: SignInFrameProps) {
  return (
    <Shell>
      <PageHead title={pageTitle} isPrivate />
      <div className={classes.page}>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.lead} aria-live="polite">
          {lead}
        </p>
        {children}
      </div>
    </Shell>
  )
}

/** Why a step failed, where the page has no words of its own for it. */
export function SignInFailure({ error }: { readonly error: unknown }) {
  const t = useText(signInTexts)
  const failures = useText(failureTexts)
  if (!error) return null
  const reason = readSignInFailure(error)
  return (
    <p className={classes.failure} role="alert">
      {typeof reason === 'string'
        ? t[reason === 'factor-lost' ? 'factorLost' : 'errorText']
        : failureText(reason, failures)}
    </p>
  )
}
