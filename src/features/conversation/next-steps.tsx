import { useText } from '#src/i18n/use-text.ts'
import { useSite } from '#src/ui/site-context.tsx'
import classes from './next-steps.module.css'
import { startTexts } from './start-texts.ts'

/** What a visitor may expect after sending, and the other ways to reach the firm. */
export function NextSteps() {
  const t = useText(startTexts)
  const firm = useSite()?.firm
  return (
    <aside className={classes.steps} aria-labelledby="depois">
      <h2 id="depois" className={classes.title}>
        {t.nextTitle}
      </h2>
      <ol className={classes.list}>
        {t.next.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {firm && (
        <p className={classes.contact}>
          {t.otherWays}
          {firm.phone && <a href={`tel:${firm.phone.replace(/[^+\d]/g, '')}`}>{firm.phone}</a>}
          <a href={`mailto:${firm.email}`}>{firm.email}</a>
        </p>
      )}
    </aside>
  )
}
