import { strToU8, zipSync } from 'fflate'
import { z } from 'zod'
import { exportPerson as readPerson } from '#db/queries/privacy.ts'
import { uuid } from '../../contracts/ids.ts'
import { type Locale, locale } from '../../contracts/locales.ts'
import type { Services } from '../../services.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'
import { writeArchivePage } from './archive-page.ts'
import { withWords } from './consent-words.ts'
import { noSuchPerson } from './grant-erasure.ts'

export const exportPersonInput = z.object({ id: uuid, locale: locale.default('pt-BR') })

/** A zip of `dados.json`, for machines, and `leia-me.html`, for people. */
export const archive = z.object({ fileName: z.string(), base64: z.base64() })
type Archive = z.infer<typeof archive>

/** Everything about a person, for an admin to hand to them. NOT_FOUND. */
export const exportPerson = ({ services }: StaffContext, input: z.output<typeof exportPersonInput>): Promise<Archive> =>
  makeArchive(services, input)

/** Everything about whoever asks. */
export const exportOwn = ({ services, viewer }: StaffContext, input: { readonly locale: Locale }): Promise<Archive> =>
  makeArchive(services, { ...input, id: viewer.userId })

interface Wanted {
  readonly id: string
  readonly locale: Locale
}

async function makeArchive({ db, sessions, clock }: Services, wanted: Wanted): Promise<Archive> {
  const rows = await readPerson(db, wanted.id)
  if (!rows) throw noSuchPerson()
  const madeAt = new Date(clock()).toISOString()
  const consents = rows.consents.map(withWords)
  const content = { madeAt, ...rows, consents, sessions: (await sessions.listByUser(wanted.id)).map(withoutId) }
  const zip = zipSync({
    'dados.json': strToU8(JSON.stringify(content, null, 2)),
    'leia-me.html': strToU8(writeArchivePage(content, wanted.locale)),
  })
  return { fileName: `dados-${wanted.id}.zip`, base64: Buffer.from(zip).toString('base64') }
}

/** Where and since when somebody is signed in; what names the session is nobody's to keep in a file. */
const withoutId = ({
  createdAtMs,
  seenAtMs,
  origin,
}: Awaited<ReturnType<Services['sessions']['listByUser']>>[number]) => ({
  since: new Date(createdAtMs).toISOString(),
  lastUsedAt: new Date(seenAtMs).toISOString(),
  method: origin?.method ?? null,
  browser: origin?.userAgent ?? null,
  address: origin?.address ?? null,
})
