import type { AuditEntry } from '#db/queries/json.ts'
import { confirmVisitorEmail } from '#db/queries/visitors.ts'
import { cacheTags } from '../contracts/caches.ts'
import { newId } from '../contracts/ids.ts'
import type { LiveSignal } from '../contracts/signals.ts'
import { wakeRelay } from '../jobs/wake-relay.ts'
import type { Services } from '../services.ts'
import { closeSessionsOf } from './close-sessions-of.ts'
import { endUnfitSessions } from './end-unfit-sessions.ts'

interface Confirmation {
  /** What the link was sent to, and came back from. */
  readonly email: string
  /** The visitor whose session asked for the link; null where none did. */
  readonly askedById: string | null
  /** Whose session the browser has that confirms, and its token. */
  readonly browser: { readonly userId: string; readonly token: string } | null
  readonly audit: AuditEntry
}

interface ConfirmedClient {
  readonly id: string
  readonly role: 'client'
  readonly name: string
  readonly email: string
}

/**
 * Makes a client of whoever confirms an address: the visitor who asked for the link and everybody who left the address
 * become one person. Null where there is nobody. No session is opened here, and those end that others may have:
 *
 * - of everybody who was taken in: whoever typed somebody else's address loses what they wrote to its owner, and gains
 *   nothing;
 * - of the person themselves as the visitor they were, but the confirming browser's own, which is to be rotated.
 *
 * The database is changed first. A session that is opened in between names somebody who owns nothing any more, or a role
 * that is no more theirs (`openSession`). Where the sessions cannot be ended now, a job ends them (migration 0032), nobody
 * is signed in by this, and a second confirmation looks for them again.
 */
export async function confirmVisitor(
  services: ConfirmServices,
  { email, askedById, browser, audit }: Confirmation,
): Promise<ConfirmedClient | null> {
  const browserUserId = browser?.userId ?? null
  const result = await confirmVisitorEmail(services.db, {
    ...{ email, askedById, browserUserId, audit },
    newProfileId: newId(),
  })
  if (result.status === 'unknown') return null
  const { profile, absorbedIds, conversationIds } = result
  // Neither of these ever fails, and the new owner opens the conversations at once.
  await services.cache.invalidate(conversationIds.map(cacheTags.conversation))
  await Promise.all([wakeRelay(services), ...conversationIds.map((id) => tellMembers(services, id))])
  const exceptToken = browser?.userId === profile.id ? browser.token : undefined
  await Promise.all([
    endUnfitSessions(services, { userId: profile.id, role: profile.role, exceptToken }),
    ...absorbedIds.map((id) => closeSessionsOf(services, id, 'absorbed')),
  ])
  return profile
}

type ConfirmServices = Pick<Services, 'db' | 'sessions' | 'pubsub' | 'keys' | 'cache'>

/** Whoever shows the conversation reads anew who takes part; a hint that may be lost. */
const tellMembers = ({ pubsub, keys }: Pick<Services, 'pubsub' | 'keys'>, conversationId: string): Promise<unknown> =>
  pubsub.publish(keys.liveChannel(conversationId), JSON.stringify({ kind: 'members' } satisfies LiveSignal))
