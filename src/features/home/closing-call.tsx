import { useText } from '#src/i18n/use-text.ts'
import { LinkButton } from '#src/ui/link-button.tsx'
import classes from './closing-call.module.css'
import { homeTexts } from './home-texts.ts'

/** The last word of the home page: write, even when nothing above fits. */
export function ClosingCall() {
  const t = useText(homeTexts)
  return (
    <section className={classes.band} aria-label={t.closingTitle}>
      <div className={classes.inner}>
        <h2 className={classes.title}>{t.closingTitle}</h2>
        <div className={classes.side}>
          <p className={classes.text}>{t.closingText}</p>
          <LinkButton href="/conversa" size="md">
            {t.closingAction}
          </LinkButton>
        </div>
      </div>
    </section>
  )
}
