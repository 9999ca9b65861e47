import { consentDay, consentTexts, consentVersion } from '#server/contracts/consent.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { Prose } from '#src/ui/prose.tsx'
import { Section } from '#src/ui/section.tsx'
import { useSite } from '#src/ui/site-context.tsx'
import { OwnData } from './own-data.tsx'
import { ownDataTexts } from './own-data-texts.ts'
import classes from './privacy-page.module.css'
import { privacyPageTexts } from './privacy-page-texts.ts'

/** What the firm does with what people write, in words for them, and the way to their own data. */
export function PrivacyPage() {
  const t = useText(privacyPageTexts)
  const own = useText(ownDataTexts)
  const locale = useLocale()
  const email = useSite()?.firm.email
  return (
    <>
      <Section>
        <header className={classes.header}>
          <h1 className={classes.title}>{t.title}</h1>
          <p className={classes.lead}>{t.lead}</p>
        </header>
      </Section>
      {t.sections.map(({ title, text }) => (
        <Section key={title} title={title}>
          <Prose text={text} />
        </Section>
      ))}
      <Section id="seus-dados" title={own.title} tone="wash">
        <OwnData />
        {email && <p className={classes.contact}>{t.correction(email)}</p>}
      </Section>
      <Section title={t.consentTitle} lead={t.consentLead(consentDay(consentVersion, locale))}>
        <Prose text={consentTexts[consentVersion][locale].statement} />
        {email && <p className={classes.contact}>{t.contact(email)}</p>}
      </Section>
    </>
  )
}
