import Link from 'next/link'
import type { AuditRow } from '#server/contracts/audit.ts'
import { auditFilter } from '#server/contracts/audit.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { AuditDetails } from './audit-details.tsx'
import type { AuditQuery } from './audit-query.ts'
import classes from './audit-table.module.css'
import { auditTexts, wordOf } from './audit-texts.ts'

interface AuditTableProps {
  readonly rows: readonly AuditRow[]
  /** Only those of a person, or about a thing. */
  readonly onFilter: (part: AuditQuery) => void
}

/** One line for each row; on a phone one block. */
export function AuditTable({ rows, onFilter }: AuditTableProps) {
  const t = useText(auditTexts)
  return (
    <table className={classes.table} aria-labelledby="audit-log">
      <thead className={classes.head}>
        <tr>
          <th scope="col">{t.when}</th>
          <th scope="col">{t.who}</th>
          <th scope="col">{t.what}</th>
          <th scope="col">{t.result}</th>
          <th scope="col">{t.where}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className={classes.when}>
              <Moment at={row.at} />
            </td>
            <td className={classes.who}>
              <Actor actor={row.actor} onFilter={onFilter} />
            </td>
            <th scope="row" className={classes.what}>
              {wordOf(t.actions, row.action)}
              {row.subject && <Subject subject={row.subject} onFilter={onFilter} />}
              <AuditDetails row={row} />
            </th>
            <td className={classes.result} data-result={row.result}>
              {t.results[row.result]}
              {row.code && <span className={classes.quiet}>{wordOf(t.codes, row.code)}</span>}
            </td>
            <td className={classes.where}>
              {row.ip && <span>{row.ip}</span>}
              <span className={classes.quiet}>
                {[row.agent, row.via && t.ways[row.via]].filter((part) => part !== null).join(' · ')}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface ActorProps extends Pick<AuditTableProps, 'onFilter'> {
  readonly actor: AuditRow['actor']
}

function Actor({ actor, onFilter }: ActorProps) {
  const t = useText(auditTexts)
  const name = actor ? (actor.name ?? t.gone) : t.unknown
  return (
    <>
      <button
        type="button"
        className={classes.name}
        title={t.onlyOf(name)}
        onClick={() => onFilter({ actor: actor?.id ?? 'nobody' })}
      >
        {name}
      </button>
      {actor?.role && <span className={classes.quiet}>{t.roles[actor.role]}</span>}
    </>
  )
}

interface SubjectProps extends Pick<AuditTableProps, 'onFilter'> {
  readonly subject: NonNullable<AuditRow['subject']>
}

function Subject({ subject: { type, id, name }, onFilter }: SubjectProps) {
  const t = useText(auditTexts)
  const { data: subjectType } = auditFilter.shape.subjectType.safeParse(type)
  const text = `${wordOf(t.subjects, type)} ${name ?? id.slice(-8)}`
  return (
    <span className={classes.subject}>
      <button
        type="button"
        className={classes.name}
        title={t.onlyAbout(text)}
        onClick={() => onFilter({ ...(subjectType && { subjectType }), subjectId: id })}
      >
        {text}
      </button>
      {type === 'conversation' && (
        <Link href={`/painel/${id}`} className={classes.open} aria-label={`${text} ↗`}>
          ↗
        </Link>
      )}
    </span>
  )
}

function Moment({ at }: { readonly at: string }) {
  const locale = useLocale()
  const text = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(at))
  return <time dateTime={at}>{text}</time>
}
