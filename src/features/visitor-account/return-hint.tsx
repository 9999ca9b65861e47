import Link from 'next/link'
import { useText } from '#src/i18n/use-text.ts'
import classes from './return-hint.module.css'
import { visitorAccountTexts } from './visitor-account-texts.ts'

/** For whoever began somewhere else: their conversations are under the address that they left. */
export function ReturnHint() {
  const t = useText(visitorAccountTexts)
  return (
    <aside className={classes.hint} aria-labelledby="ja-falou">
      <h2 id="ja-falou" className={classes.title}>
        {t.returnTitle}
      </h2>
      <p className={classes.text}>{t.returnText}</p>
      <p>
        <Link href="/entrar?callbackUrl=/conversa">{t.returnLink}</Link>
      </p>
    </aside>
  )
}
