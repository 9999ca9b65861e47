import { useText } from '#src/i18n/use-text.ts'
import { Section } from '#src/ui/section.tsx'
import { homeTexts } from './home-texts.ts'
import classes from './how-it-works.module.css'

/** From the first message to a decision, in three steps. */
export function HowItWorks() {
  const t = useText(homeTexts)
  return (
    <Section id="como-atendemos" title={t.howTitle} tone="wash">
      <ol className={classes.steps}>
        {t.steps.map((step, index) => (
          <li key={step.title} className={classes.step}>
            <span className={classes.number} aria-hidden>
              {index + 1}
            </span>
            <h3 className={classes.title}>{step.title}</h3>
            <p className={classes.text}>{step.text}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}
