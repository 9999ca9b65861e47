import { z } from 'zod'
import { listMailSuppressions, suppressedAmong } from '#db/queries/mail-suppressions.ts'
import { timestamp, uuid } from '../../contracts/ids.ts'
import { mailSuppression } from '../../contracts/mail.ts'
import type { Services } from '../../services.ts'
import { pageOf, searchText } from './pages.ts'

const position = z.object({ createdAt: timestamp, id: uuid })

export const listSuppressionsInput = z.object({
  search: searchText,
  cursor: position.optional(),
  limit: z.int().min(1).max(100).default(25),
})
export const suppressionPage = z.object({
  items: z.array(mailSuppression),
  nextCursor: position.nullable(),
  /** The firm's own addresses that get no mail: new conversations or alerts that nobody is told of. */
  own: z.array(z.string()),
})

/** The addresses that get no mail, newest first. */
export async function listSuppressions(
  { db, env }: Pick<Services, 'db' | 'env'>,
  { cursor, limit, search }: z.output<typeof listSuppressionsInput>,
) {
  const ownAddresses = [env.FIRM_EMAIL, env.OPERATOR_EMAIL].flatMap((address) => address ?? [])
  const [found, own] = await Promise.all([
    listMailSuppressions(db, { before: cursor, search, limit: limit + 1 }),
    suppressedAmong(db, ownAddresses),
  ])
  return { ...pageOf(found, limit, ({ createdAt, id }) => ({ createdAt, id })), own }
}
