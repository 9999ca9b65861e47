import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Db } from '#db/client.ts'
import { listAudit } from '#db/queries/audit.ts'
import { type AuditFilter, auditFilter } from '../contracts/audit.ts'
import { defaultLocale, type Locale, locale as localeSchema } from '../contracts/locales.ts'
import { csvHead, csvLines } from '../features/audit/audit-csv.ts'
import type { RequestContext } from '../trpc/context.ts'
import { answerRest } from './answer-rest.ts'

interface ExportExchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** `AuditFilter` as parameters, and `locale` for the head. */
  readonly query: Readonly<Record<string, unknown>>
  readonly context: RequestContext
}

/** Checks, counts and records the download, in the words of the procedure. */
const guard = { path: '/api/console/audit.csv', method: 'GET', procedure: 'audit.export', summary: '' } as const

/** The audit log as a file of any length, a page at a time: what a slow reader has not taken yet is not read yet. */
export async function sendAuditCsv({ request, response, query, context }: ExportExchange): Promise<void> {
  if (request.method !== 'GET') {
    response.writeHead(405, { 'Cache-Control': 'no-store', Allow: 'GET' }).end()
    return
  }
  const { status, headers, body } = await answerRest({ route: guard, context, input: query })
  if (status !== 200) {
    response.writeHead(status, { ...headers, 'Content-Type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(body))
    return
  }
  const { db, clock, log } = context.services
  const day = new Date(clock()).toISOString().slice(0, 10)
  response.writeHead(200, {
    ...{ ...headers, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="auditoria-${day}.csv"`,
  })
  const pages = csvPages(db, { filter: auditFilter.parse(query), locale: localeOf(query) })
  try {
    await pipeline(Readable.from(pages), response)
  } catch (error) {
    // The file breaks off, and the browser says so; a reader who has gone is no failure of ours.
    if (!isGone(error)) log.error({ err: error }, 'an export of the audit log broke off')
  }
}

const rowsAtOnce = 1_000

interface Export {
  readonly filter: AuditFilter
  readonly locale: Locale
}

async function* csvPages(db: Db, { filter, locale }: Export): AsyncGenerator<string> {
  yield csvHead(locale)
  let cursor: string | undefined
  do {
    const { rows, nextCursor } = await listAudit(db, { filter, cursor, limit: rowsAtOnce })
    yield csvLines(rows)
    cursor = nextCursor
  } while (cursor !== undefined)
}

const localeOf = ({ locale }: ExportExchange['query']): Locale => localeSchema.catch(defaultLocale).parse(locale)

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
