import { z } from 'zod'
import { listMail as readMail } from '#db/queries/mail-ledger.ts'
import { timestamp, uuid } from '../../contracts/ids.ts'
import { type MailStatus, mailMessage } from '../../contracts/mail.ts'
import type { Services } from '../../services.ts'
import { pageOf, searchText } from './pages.ts'

/** Which of them: all, those that did not arrive, those of which nothing is known yet. */
const shown = z.enum(['all', 'undelivered', 'underWay'])

const statusesOf: Readonly<Record<z.infer<typeof shown>, readonly MailStatus[] | undefined>> = {
  all: undefined,
  undelivered: ['bounced', 'failed', 'suppressed', 'complained'],
  underWay: ['sending', 'sent', 'delayed'],
}

const position = z.object({ createdAt: timestamp, jobId: uuid })

export const listMailInput = z.object({
  shown: shown.default('all'),
  search: searchText,
  cursor: position.optional(),
  limit: z.int().min(1).max(100).default(25),
})
export const mailPage = z.object({ items: z.array(mailMessage), nextCursor: position.nullable() })

/** The ledger, newest first. */
export async function listMail({ db }: Pick<Services, 'db'>, input: z.output<typeof listMailInput>) {
  const { cursor, limit, search } = input
  const found = await readMail(db, {
    ...{ before: cursor, search, limit: limit + 1 },
    statuses: statusesOf[input.shown],
  })
  return pageOf(found, limit, ({ createdAt, jobId }) => ({ createdAt, jobId }))
}
