import Link from 'next/link'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import type { Trace } from './console-data.ts'
import { ConsolePage } from './console-page.tsx'
import { consoleHref } from './console-sections.ts'
import classes from './conversation-trace.module.css'
import { formatMoment } from './format-figures.ts'
import { QueryState } from './query-state.tsx'
import { TraceJob } from './trace-job.tsx'
import { traceTexts } from './trace-texts.ts'

/** Often enough to watch a message go by, and within what a person may ask in a minute. */
const updateEveryMs = 2_500

/** Follows the messages of one conversation through outbox, queue and provider. */
export function ConversationTrace({ conversationId }: { readonly conversationId: string }) {
  const t = useText(traceTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <Messages conversationId={conversationId} />
    </ConsolePage>
  )
}

function Messages({ conversationId }: { readonly conversationId: string }) {
  const t = useText(traceTexts)
  const trace = trpc.jobs.trace.useQuery(
    { conversationId },
    { ...recoverByItself, refetchInterval: (query) => recoverByItself.refetchInterval(query) || updateEveryMs },
  )
  const failure = trace.error && readFailure(trace.error).kind
  if (failure === 'not-found' || failure === 'invalid') {
    const action = <LinkButton href={consoleHref('trace')}>{t.back}</LinkButton>
    return <EmptyState title={t.missing} text={t.missingText} action={action} />
  }
  return (
    <>
      <QueryState query={trace} />
      {trace.data && (
        <article className={classes.trace}>
          <Head of={trace.data.conversation} />
          <ol className={classes.messages}>
            {trace.data.messages.toReversed().map((message) => (
              <Message key={message.id} message={message} channel={trace.data.conversation.channel} />
            ))}
          </ol>
          <OtherJobs jobs={trace.data.otherJobs} />
        </article>
      )}
    </>
  )
}

function Head({ of: { id, visitorName, channel } }: { readonly of: Trace['conversation'] }) {
  const t = useText(traceTexts)
  return (
    <header className={classes.head}>
      <Link href={consoleHref('trace')} className={classes.back}>
        {t.back}
      </Link>
      <h2 className={classes.title}>
        {t.with(visitorName)} <span className={classes.channel}>{t.channels[channel]}</span>
      </h2>
      <p className={classes.lead}>
        {t.latest} <Link href={`/painel/${id}`}>{t.toConversation}</Link>
      </p>
    </header>
  )
}

interface MessageProps {
  readonly message: Trace['messages'][number]
  readonly channel: Trace['conversation']['channel']
}

function Message({ message, channel }: MessageProps) {
  const t = useText(traceTexts)
  const locale = useLocale()
  const { seq, side, authorName, excerpt, clientMsgId, storedAt, jobs } = message
  return (
    <li className={classes.message}>
      <h3 className={classes.name}>
        {t.message(seq)}
        <span className={classes.author}>
          {authorName}, {t.sides[side]}
        </span>
      </h3>
      <p className={classes.excerpt}>{excerpt}</p>
      <dl className={classes.origin}>
        <div>
          <dt>{channel === 'whatsapp' && side === 'visitor' ? t.fromWhatsapp : t.fromBrowser}</dt>
          <dd>
            <code>{clientMsgId}</code>
          </dd>
        </div>
        <div>
          <dt>{t.stored}</dt>
          <dd>
            <time dateTime={storedAt}>{formatMoment(storedAt, locale)}</time>
          </dd>
        </div>
      </dl>
      {jobs.length === 0 && <p className={classes.quiet}>{t.noJobs}</p>}
      <ul className={classes.jobs}>
        {jobs.map((job) => (
          <TraceJob key={job.id} job={job} />
        ))}
      </ul>
    </li>
  )
}

function OtherJobs({ jobs }: { readonly jobs: Trace['otherJobs'] }) {
  const t = useText(traceTexts)
  if (jobs.length === 0) return null
  return (
    <section className={classes.others} aria-labelledby="others">
      <h2 id="others" className={classes.title}>
        {t.others}
      </h2>
      <p className={classes.lead}>{t.othersText}</p>
      <ul className={classes.jobs}>
        {jobs.map((job) => (
          <TraceJob key={job.id} job={job} />
        ))}
      </ul>
    </section>
  )
}
