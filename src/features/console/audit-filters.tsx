import { Button, NativeSelect, TextInput } from '@mantine/core'
import { auditActions, auditResult, auditSubjects } from '#server/contracts/audit.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import classes from './audit-filters.module.css'
import { AuditPerson } from './audit-person.tsx'
import { type AuditQuery, type AuditQueryField, auditCsvHref, readAuditQuery } from './audit-query.ts'
import { AuditSubjectId } from './audit-subject-id.tsx'
import { auditTexts } from './audit-texts.ts'

interface AuditFiltersProps {
  readonly query: AuditQuery
  readonly onChange: (query: AuditQuery) => void
}

/** What is shown, and the same rows as a file. */
export function AuditFilters({ query, onChange }: AuditFiltersProps) {
  const t = useText(auditTexts)
  const locale = useLocale()
  const change = (field: AuditQueryField, value: string) => onChange(readAuditQuery({ ...query, [field]: value }))
  return (
    <form className={classes.form} aria-label={t.filters} onSubmit={(event) => event.preventDefault()}>
      <div className={classes.fields}>
        <AuditPerson actor={query.actor} onChange={(value) => change('actor', value)} />
        <Choice
          label={t.action}
          all={t.anyAction}
          names={Object.keys(auditActions)}
          words={t.actions}
          value={query.action}
          onChange={(value) => change('action', value)}
        />
        <Choice
          label={t.result}
          all={t.anyResult}
          names={auditResult.options}
          words={t.results}
          value={query.result}
          onChange={(value) => change('result', value)}
        />
        <Choice
          label={t.subject}
          all={t.anySubject}
          names={auditSubjects}
          words={t.subjects}
          value={query.subjectType}
          onChange={(value) => change('subjectType', value)}
        />
        <AuditSubjectId key={query.subjectId} id={query.subjectId} onChange={(value) => change('subjectId', value)} />
        <Day label={t.from} value={query.from} max={query.until} onChange={(value) => change('from', value)} />
        <Day label={t.until} value={query.until} min={query.from} onChange={(value) => change('until', value)} />
      </div>
      <div className={classes.actions}>
        {/* The same page answers it as a download. */}
        <Button component="a" href={auditCsvHref(query, locale)} variant="default" download>
          {t.download}
        </Button>
        {Object.keys(query).length > 0 && (
          <Button variant="subtle" onClick={() => onChange({})}>
            {t.clear}
          </Button>
        )}
        <p className={classes.hint}>{t.downloadHint}</p>
      </div>
    </form>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly all: string
  readonly names: readonly string[]
  readonly words: Readonly<Record<string, string>>
  readonly value: string | undefined
  readonly onChange: (value: string) => void
}

function Choice({ label, all, names, words, value, onChange }: ChoiceProps) {
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      data={[{ value: '', label: all }, ...names.map((name) => ({ value: name, label: words[name] ?? name }))]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}

interface DayProps {
  readonly label: string
  readonly value: string | undefined
  readonly min?: string | undefined
  readonly max?: string | undefined
  readonly onChange: (value: string) => void
}

function Day({ label, value = '', min, max, onChange }: DayProps) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      min={min}
      max={max}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
