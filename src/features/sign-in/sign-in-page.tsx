import Link from 'next/link'
import { useRouter } from 'next/router'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { useSite } from '#src/ui/site-context.tsx'
import { readCallback } from './callback-address.ts'
import { GoogleButton } from './google-button.tsx'
import { LinkForm } from './link-form.tsx'
import { LinkSent } from './link-sent.tsx'
import classes from './sign-in-frame.module.css'
import { SignInFrame } from './sign-in-frame.tsx'
import { signInTexts } from './sign-in-texts.ts'

/** Where staff and returning clients ask for a link; the same answer whether the address is known or not. */
export function SignInPage() {
  const t = useText(signInTexts)
  const site = useSite()
  const callbackUrl = readCallback(useRouter().query.callbackUrl)
  const [sentTo, setSentTo] = useState<string>()
  if (sentTo !== undefined) {
    return <LinkSent email={sentTo} callbackUrl={callbackUrl} onOtherAddress={() => setSentTo(undefined)} />
  }
  return (
    <SignInFrame pageTitle={t.pageTitle} title={t.title} lead={t.lead}>
      <LinkForm callbackUrl={callbackUrl} onSent={setSentTo} />
      {site?.hasGoogle && <GoogleButton callbackUrl={callbackUrl} />}
      <p className={classes.quiet}>
        {t.visitorHint} <Link href="/conversa">{t.visitorLink}</Link>
      </p>
    </SignInFrame>
  )
}
