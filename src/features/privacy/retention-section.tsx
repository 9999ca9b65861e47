import { Button } from '@mantine/core'
import type { RetentionResult } from '#server/contracts/privacy.ts'
import { type RetentionRule, retentionRules } from '#server/contracts/retention.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import figures from '../console/figures-table.module.css'
import { formatCount, formatMoment } from '../console/format-figures.ts'
import { QueryState } from '../console/query-state.tsx'
import classes from './privacy-console.module.css'
import { privacyConsoleTexts } from './privacy-console-texts.ts'

/** What tonight's run would find now, and the reports of those before. */
export function RetentionSection() {
  const t = useText(privacyConsoleTexts)
  const failures = useText(failureTexts)
  const { privacy } = trpc.useUtils()
  const retention = trpc.privacy.retention.useQuery()
  const dryRun = trpc.privacy.dryRun.useMutation({ onSuccess: () => privacy.retention.invalidate() })
  return (
    <section className={classes.section} aria-labelledby="privacy-retention">
      <header className={classes.header}>
        <h2 id="privacy-retention" className={classes.title}>
          {t.retention}
        </h2>
        <p className={classes.lead}>{t.retentionLead}</p>
      </header>
      <QueryState query={retention} />
      {retention.data && <RulesTable results={retention.data.now} />}
      <div className={classes.actions}>
        <Button size="sm" variant="default" loading={dryRun.isPending} onClick={() => dryRun.mutate()}>
          {t.dryRun}
        </Button>
        {dryRun.error && (
          <p className={classes.failure} role="alert">
            {failureText(readFailure(dryRun.error), failures)}
          </p>
        )}
      </div>
      {retention.data && <Reports runs={retention.data.runs} />}
    </section>
  )
}

function RulesTable({ results }: { readonly results: readonly RetentionResult[] }) {
  const t = useText(privacyConsoleTexts)
  return (
    <table className={figures.table}>
      <thead className={figures.head}>
        <tr>
          <th scope="col">{t.rule}</th>
          <th scope="col" className={figures.figure}>
            {t.keptFor}
          </th>
          <th scope="col" className={figures.figure}>
            {t.dueNow}
          </th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <RuleRow key={result.rule} of={result} />
        ))}
      </tbody>
    </table>
  )
}

function RuleRow({ of: { rule, due } }: { readonly of: RetentionResult }) {
  const t = useText(privacyConsoleTexts)
  const locale = useLocale()
  const { keepDays, by }: RetentionRule = retentionRules[rule]
  return (
    <tr>
      <th scope="row" className={figures.name}>
        {t.rules[rule]}
        <span className={figures.note}>{typeof by === 'string' ? t.by[by] : t.by.job(by.job)}</span>
      </th>
      <td className={figures.figure} data-label={t.keptFor}>
        {t.days(formatCount(keepDays, locale))}
      </td>
      <td className={figures.figure} data-label={t.dueNow} data-none={due === 0}>
        {formatCount(due, locale)}
      </td>
    </tr>
  )
}

interface ReportsProps {
  readonly runs: readonly {
    readonly id: string
    readonly at: string
    readonly isDry: boolean
    readonly results: readonly RetentionResult[]
  }[]
}

function Reports({ runs }: ReportsProps) {
  const t = useText(privacyConsoleTexts)
  const locale = useLocale()
  if (runs.length === 0) return <p className={classes.lead}>{t.noReports}</p>
  return (
    <div className={classes.header}>
      <h3>{t.reports}</h3>
      <ul className={classes.list}>
        {runs.map(({ id, at, isDry, results }) => (
          <li key={id} className={classes.report}>
            <p className={classes.name}>
              {formatMoment(at, locale)} · {isDry ? t.wasDry : t.wasNight}
            </p>
            <p className={classes.detail}>{summary(results)}</p>
          </li>
        ))}
      </ul>
    </div>
  )

  function summary(results: readonly RetentionResult[]): string {
    const told = results.filter(({ due, done, failed }) => due > 0 || (done ?? 0) > 0 || failed !== undefined)
    if (told.length === 0) return t.nothingDue
    return told.map((result) => `${t.rules[result.rule]}: ${outcome(result)}`).join(' · ')
  }

  function outcome({ due, done, failed }: RetentionResult): string {
    const went = done === null ? t.due(due) : t.done(done)
    return failed === undefined ? went : `${went}, ${t.failed(failed)}`
  }
}
