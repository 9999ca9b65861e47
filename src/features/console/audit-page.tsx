import { useRouter } from 'next/router'
import { useMemo } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { AuditFilters } from './audit-filters.tsx'
import { AuditLog } from './audit-log.tsx'
import classes from './audit-page.module.css'
import { type AuditQuery, readAuditQuery } from './audit-query.ts'
import { auditTexts } from './audit-texts.ts'
import { ConsolePage } from './console-page.tsx'

/** Who did what. The filter stands in the address, so that it can be sent to somebody. */
export function AuditPage() {
  const t = useText(auditTexts)
  const { query: address, pathname, replace } = useRouter()
  const query = useMemo(() => readAuditQuery(address), [address])
  const show = (next: AuditQuery) =>
    void replace({ pathname, query: { ...next } }, undefined, { shallow: true, scroll: false })
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <section className={classes.section} aria-labelledby="audit-log">
        <h2 id="audit-log" className={classes.title}>
          {t.log}
        </h2>
        <AuditFilters query={query} onChange={show} />
        {/* Another filter begins anew. */}
        <AuditLog key={JSON.stringify(query)} query={query} onChange={show} />
      </section>
    </ConsolePage>
  )
}
