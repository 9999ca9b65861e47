import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { useSite } from '#src/ui/site-context.tsx'
import { requestLink } from './auth-requests.ts'
import classes from './sign-in-frame.module.css'
import { SignInFailure, SignInFrame } from './sign-in-frame.tsx'
import { signInTexts } from './sign-in-texts.ts'

interface LinkSentProps {
  readonly email: string
  readonly callbackUrl: string | undefined
  readonly onOtherAddress: () => void
}

/** Says nothing of whether the address is known. */
export function LinkSent({ email, callbackUrl, onOtherAddress }: LinkSentProps) {
  const t = useText(signInTexts)
  const locale = useLocale()
  const again = useMutation({ mutationFn: () => requestLink({ email, callbackUrl, locale }) })
  return (
    <SignInFrame pageTitle={t.sentTitle} title={t.sentTitle} lead={t.sentText(email)}>
      <Mailbox />
      <p className={classes.quiet}>{t.sentHint}</p>
      <div className={classes.actions}>
        <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          {t.sendAgain}
        </Button>
        <Button variant="subtle" color="gray" c="inherit" onClick={onOtherAddress}>
          {t.otherAddress}
        </Button>
        <span className={classes.quiet} role="status">
          {again.isSuccess && t.sentAgain}
        </span>
      </div>
      <SignInFailure error={again.error} />
    </SignInFrame>
  )
}

/** The embedded default sends no mail: its simulator shows what would have gone out. */
function Mailbox() {
  const t = useText(signInTexts)
  const address = useSite()?.mailboxUrl
  if (!address) return null
  return (
    <aside className={classes.notice} aria-label={t.mailboxTitle}>
      <p className={classes.noticeTitle}>{t.mailboxTitle}</p>
      <p>{t.mailboxText}</p>
      <p>
        <a href={address} target="_blank" rel="noreferrer">
          {t.mailboxLink}
        </a>
      </p>
    </aside>
  )
}
