import { createVerificationToken } from '#db/queries/verification-tokens.ts'
import { newId } from '../contracts/ids.ts'
import type { Locale } from '../contracts/locales.ts'
import { outboxJob } from '../jobs/outbox-job.ts'
import { wakeRelay } from '../jobs/wake-relay.ts'
import type { Services } from '../services.ts'
import { linkLifeSeconds } from './link-life.ts'
import { deriveLinkToken, hashLinkToken } from './link-token.ts'

interface LinkWanted {
  /** In lower case. */
  readonly email: string
  /** The visitor whose session asks. */
  readonly profileId: string | null
  readonly locale: Locale
  /** The page of ours to return to. */
  readonly callbackPath?: string | undefined
}

/**
 * A sign-in link for an address, and the job that mails it where it is anybody's. The same work for every address; the
 * limits (`takeLinkLimits`) are the caller's to take.
 */
export async function requestSignInLink(
  services: Pick<Services, 'db' | 'env' | 'clock' | 'pubsub' | 'keys'>,
  { email, ...wanted }: LinkWanted,
): Promise<void> {
  const id = newId()
  await createVerificationToken(services.db, {
    ...wanted,
    id,
    identifier: email,
    tokenHash: hashLinkToken(deriveLinkToken(services.env.AUTH_SECRET, id)),
    expiresAt: new Date(services.clock() + linkLifeSeconds * 1_000),
    jobs: [outboxJob('email-sign-in-link', { requestId: id })],
  })
  await wakeRelay(services)
}
