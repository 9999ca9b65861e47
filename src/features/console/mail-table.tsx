import Link from 'next/link'
import { type MailMessage, type MailStatus, mailKinds } from '#server/contracts/mail.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import classes from './mail-table.module.css'
import { mailTexts } from './mail-texts.ts'

/** One row for each mail; on a phone one block. */
export function MailTable({ mails }: { readonly mails: readonly MailMessage[] }) {
  const t = useText(mailTexts)
  return (
    <table className={classes.table} aria-labelledby="mail-ledger">
      <thead className={classes.head}>
        <tr>
          <th scope="col">{t.kind}</th>
          <th scope="col">{t.to}</th>
          <th scope="col">{t.status}</th>
          <th scope="col">{t.when}</th>
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <MailRow key={mail.jobId} mail={mail} />
        ))}
      </tbody>
    </table>
  )
}

function MailRow({ mail }: { readonly mail: MailMessage }) {
  const t = useText(mailTexts)
  const { kind, to, status, detail, conversationId, createdAt } = mail
  const known = mailKinds.find((name) => name === kind)
  return (
    <tr>
      <th scope="row" className={classes.kind}>
        {known ? t.kinds[known] : kind}
        {conversationId && (
          <Link href={`/painel/${conversationId}`} className={classes.link}>
            {t.conversation}
          </Link>
        )}
      </th>
      <td className={classes.to}>{to ?? <span className={classes.quiet}>{t.erased}</span>}</td>
      <td className={classes.status} data-tone={tones[status]}>
        {t.statuses[status]}
        {detail && <span className={classes.quiet}>{detail}</span>}
      </td>
      <td className={classes.when}>
        <Moment at={createdAt} />
      </td>
    </tr>
  )
}

const tones: Readonly<Record<MailStatus, 'good' | 'bad' | 'quiet'>> = {
  sending: 'quiet',
  sent: 'quiet',
  delayed: 'quiet',
  delivered: 'good',
  bounced: 'bad',
  failed: 'bad',
  suppressed: 'bad',
  complained: 'bad',
}

function Moment({ at }: { readonly at: string }) {
  const locale = useLocale()
  const text = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(at))
  return <time dateTime={at}>{text}</time>
}
