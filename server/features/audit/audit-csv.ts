import type { AuditRow } from '../../contracts/audit.ts'
import type { Locale } from '../../contracts/locales.ts'

/** The columns in their order: the head's words, and what stands below. Actions, results and kinds stay as codes. */
const columns: readonly (Readonly<Record<Locale, string>> & { readonly of: (row: AuditRow) => string | null })[] = [
  { 'pt-BR': 'Quando', en: 'When', of: ({ at }) => at },
  { 'pt-BR': 'Resultado', en: 'Result', of: ({ result }) => result },
  { 'pt-BR': 'Motivo', en: 'Reason', of: ({ code }) => code },
  { 'pt-BR': 'Ação', en: 'Action', of: ({ action }) => action },
  { 'pt-BR': 'Pessoa', en: 'Person', of: ({ actor }) => actor?.name ?? null },
  { 'pt-BR': 'Papel', en: 'Role', of: ({ actor }) => actor?.role ?? null },
  { 'pt-BR': 'Id da pessoa', en: 'Person id', of: ({ actor }) => actor?.id ?? null },
  { 'pt-BR': 'Tipo do objeto', en: 'Kind of subject', of: ({ subject }) => subject?.type ?? null },
  { 'pt-BR': 'Objeto', en: 'Subject', of: ({ subject }) => subject?.name ?? null },
  { 'pt-BR': 'Id do objeto', en: 'Subject id', of: ({ subject }) => subject?.id ?? null },
  { 'pt-BR': 'Endereço IP', en: 'IP address', of: ({ ip }) => ip },
  { 'pt-BR': 'Navegador', en: 'Browser', of: ({ agent }) => agent },
  { 'pt-BR': 'Via', en: 'Via', of: ({ via }) => via },
  { 'pt-BR': 'Id da chamada', en: 'Call id', of: ({ callId }) => callId },
  { 'pt-BR': 'Detalhes', en: 'Details', of: ({ details }) => detailsText(details) },
]

/** By the mark, spreadsheets know that the file is UTF-8. */
const byteOrderMark = '\u{feff}'

/** The first line, as RFC 4180 has it. */
export const csvHead = (locale: Locale): string => byteOrderMark + line(columns.map((column) => column[locale]))

/** A line for each row. */
export const csvLines = (rows: readonly AuditRow[]): string =>
  rows.map((row) => line(columns.map((column) => column.of(row) ?? ''))).join('')

const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

const detailsText = (details: AuditRow['details']): string | null =>
  Object.keys(details).length === 0 ? null : JSON.stringify(details)

const formulaSign = '[=+\\-@＝＋－＠]'
const formulaAtStart = new RegExp(`^[\\s"]*${formulaSign}|^[\\t\\r\\n]`, 'u')
const formulaInside = new RegExp(`([;,|\\t\\r\\n][\\s"']*)(?=${formulaSign})`, 'gu')

/**
 * RFC 4180, section 2, rules 5 to 7. A name that begins like a formula would be one when the file is opened in a
 * spreadsheet; an apostrophe before it makes it a text (OWASP, "CSV Injection"). So it is wherever a cell may begin:
 * Excel in Portuguese splits at semicolons, and takes a line that does not begin with a quote to have none.
 */
function cell(text: string): string {
  const guarded = text.replace(formulaInside, "$1'")
  const safe = formulaAtStart.test(guarded) ? `'${guarded}` : guarded
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
