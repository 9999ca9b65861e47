import type { AuditRow } from '#server/contracts/audit.ts'
import { useText } from '#src/i18n/use-text.ts'
import classes from './audit-table.module.css'
import { auditTexts, wordOf } from './audit-texts.ts'

/** What else a row says, as it is stored: ids, numbers and codes. */
export function AuditDetails({ row: { subject, details, callId } }: { readonly row: AuditRow }) {
  const t = useText(auditTexts)
  const stored = Object.entries(details).map(([name, value]) => [name, textOf(value)] as const)
  const facts = [
    ...(subject ? [[wordOf(t.subjects, subject.type), subject.id] as const] : []),
    ...stored,
    ...(callId ? [[t.call, callId] as const] : []),
  ]
  if (facts.length === 0) return null
  return (
    <details className={classes.details}>
      <summary>{t.details}</summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
