import { type AuditFilter, auditFilter } from '#server/contracts/audit.ts'
import type { Locale } from '#server/contracts/locales.ts'

/** What stands in the page's address: days where the filter has moments. */
export interface AuditQuery extends Omit<AuditFilter, 'from' | 'until'> {
  /** "2026-11-23", both included, in the reader's time. */
  readonly from?: string
  readonly until?: string
}

export type AuditQueryField = keyof AuditQuery

const fields = ['actor', 'action', 'subjectType', 'subjectId', 'result'] as const

/** Of the page's address; what it says that is no filter is left out. */
export function readAuditQuery(address: Readonly<Record<string, string | string[] | undefined>>): AuditQuery {
  const entries = fields.map((field) => [field, auditFilter.shape[field].safeParse(address[field]).data])
  const days = (['from', 'until'] as const).map((field) => [field, dayOf(address[field])])
  return Object.fromEntries([...entries, ...days].filter(([, value]) => value !== undefined))
}

const dayOf = (text: unknown): string | undefined =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined

/** As the server takes it. */
export function auditFilterOf({ from, until, ...query }: AuditQuery): AuditFilter {
  return {
    ...query,
    ...(from && { from: startOf(from, 0) }),
    ...(until && { until: startOf(until, 1) }),
  }
}

/** The first moment of a day of the reader's calendar, so many days later. */
function startOf(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater).toISOString()
}

/** Where the file of these rows is. */
export const auditCsvHref = (query: AuditQuery, locale: Locale): string =>
  `/api/console/audit.csv?${new URLSearchParams({ ...textsOf(auditFilterOf(query)), locale })}`

const textsOf = (filter: AuditFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
