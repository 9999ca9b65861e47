import Link from 'next/link'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ConsolePage } from './console-page.tsx'
import { consoleHref } from './console-sections.ts'
import { formatMoment } from './format-figures.ts'
import { QueryState } from './query-state.tsx'
import { TraceForm } from './trace-form.tsx'
import classes from './trace-page.module.css'
import { traceTexts } from './trace-texts.ts'

/** Which conversation to follow: one of the open ones, or any by its id. */
export function TracePage() {
  const t = useText(traceTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <TraceForm />
      <OpenConversations />
    </ConsolePage>
  )
}

function OpenConversations() {
  const t = useText(traceTexts)
  const locale = useLocale()
  const open = trpc.jobs.traceable.useQuery(undefined, {
    refetchInterval: (query) => recoverByItself.refetchInterval(query) || 10_000,
  })
  return (
    <section className={classes.section} aria-labelledby="open">
      <header className={classes.header}>
        <h2 id="open" className={classes.title}>
          {t.choose}
        </h2>
        <p className={classes.lead}>{t.chooseText}</p>
      </header>
      <QueryState query={open} lines={5} />
      {open.data?.length === 0 && <EmptyState title={t.none} text={t.noneText} />}
      {open.data && open.data.length > 0 && (
        <ul className={classes.conversations}>
          {open.data.map(({ id, visitor, channel, preview, lastEventAt }) => (
            <li key={id} className={classes.conversation}>
              <Link href={`${consoleHref('trace')}/${id}`} className={classes.name}>
                {visitor.name}
              </Link>
              <span className={classes.preview}>{preview}</span>
              <span className={classes.quiet}>
                {t.channels[channel]}, <time dateTime={lastEventAt}>{formatMoment(lastEventAt, locale)}</time>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
