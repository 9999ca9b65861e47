import type { PersonExport } from '#db/queries/privacy.ts'
import type { Locale } from '../../contracts/locales.ts'
import { cellText, formatTime } from './archive-cell.ts'
import { archiveTexts } from './archive-texts.ts'

export type ArchiveContent = PersonExport & {
  readonly madeAt: string
  readonly sessions: readonly Readonly<Record<string, unknown>>[]
}

/** The archive as a page that needs nothing beside itself: no script, no picture, no font from elsewhere. */
export function writeArchivePage(content: ArchiveContent, locale: Locale): string {
  const t = archiveTexts[locale]
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${t.title}</title><style>${styles}</style></head><body>`,
    `<h1>${t.title}</h1><p>${t.madeAt} ${formatTime(content.madeAt, locale)}. ${t.clock}</p>`,
    section(t.sections.person, tableOf([content.person], locale)),
    section(
      t.sections.conversations,
      content.conversations.map((one) => conversationOf(one, locale)).join('') || none(locale),
    ),
    ...tableNames.map((name) => section(t.sections[name], tableOf(content[name], locale))),
    '</body></html>',
  ].join('\n')
}

const tableNames = [
  'consents',
  'leads',
  'payments',
  'whatsapp',
  'mails',
  'suppressedAddresses',
  'notifications',
  'readMarks',
  'signInAccounts',
  'sessions',
  'privacyRequests',
  'actions',
] as const

type Row = Readonly<Record<string, unknown>>

const section = (title: string, body: string): string => `<section><h2>${escapeHtml(title)}</h2>${body}</section>`

const none = (locale: Locale): string => `<p>${archiveTexts[locale].nothing}</p>`

function tableOf(rows: readonly Row[], locale: Locale): string {
  const names = Object.keys(rows[0] ?? {})
  if (names.length === 0) return none(locale)
  const columns: Readonly<Record<string, string>> = archiveTexts[locale].columns
  const head = names.map((name) => `<th>${escapeHtml(columns[name] ?? name)}</th>`).join('')
  const body = rows.map(
    (row) => `<tr>${names.map((name) => `<td>${escapeHtml(cellText(row, name, locale))}</td>`).join('')}</tr>`,
  )
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

function conversationOf({ messages, ...facts }: PersonExport['conversations'][number], locale: Locale): string {
  const lines = messages.map((message) => {
    const text = message.isErased === true ? archiveTexts[locale].erased : String(message.text)
    const of = `${String(message.author)} · ${cellText(message, 'at', locale)}`
    return `<dt>${escapeHtml(of)}</dt><dd>${escapeHtml(text)}</dd>`
  })
  return `${tableOf([facts], locale)}<dl>${lines.join('')}</dl>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

const styles =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1c1b1a}' +
  'table{border-collapse:collapse;width:100%;font-size:.875rem}th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;overflow-wrap:anywhere}' +
  'dt{color:#666;font-size:.875rem;margin-top:.75rem}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}'
