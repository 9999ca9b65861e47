import type { NextApiHandler } from 'next'
import { sendAuditCsv } from '#server/rest/send-audit-csv.ts'
import { webContext } from '#src/trpc/server.ts'

/** The file has no length that we know. */
export const config = { api: { responseLimit: false } }

/** The audit log for spreadsheets, for admins. */
const handler: NextApiHandler = (request, response) =>
  sendAuditCsv({ request, response, query: request.query, context: webContext(request, response) })

export default handler
