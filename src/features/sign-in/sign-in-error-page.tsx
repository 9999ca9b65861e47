import { useRouter } from 'next/router'
import { useText } from '#src/i18n/use-text.ts'
import { LinkButton } from '#src/ui/link-button.tsx'
import classes from './sign-in-frame.module.css'
import { SignInFrame } from './sign-in-frame.tsx'
import { signInTexts } from './sign-in-texts.ts'

/** Where a sign-in that went through another site ends when it failed. */
export function SignInErrorPage() {
  const t = useText(signInTexts)
  const { error } = useRouter().query
  const [title, text] = wordsFor(error, t)
  return (
    <SignInFrame pageTitle={t.errorPageTitle} title={title} lead={text}>
      <div className={classes.actions}>
        <LinkButton href="/entrar">{t.again}</LinkButton>
        <LinkButton href="/" variant="default">
          {t.home}
        </LinkButton>
      </div>
    </SignInFrame>
  )
}

function wordsFor(error: string | string[] | undefined, t: (typeof signInTexts)['pt-BR']): readonly [string, string] {
  if (error === 'AccessDenied') return [t.deniedTitle, t.deniedText]
  return error === 'Verification' ? [t.unusableTitle, t.unusableText] : [t.errorTitle, t.errorText]
}
