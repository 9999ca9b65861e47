import { findProfile, type Profile } from '#db/queries/profiles.ts'
import type { SessionOrigin } from '../contracts/session-origin.ts'
import type { IssuedSession } from '../redis/sessions/create-session-store.ts'
import type { Services } from '../services.ts'

type SessionServices = Pick<Services, 'sessions' | 'db'>

interface Opening {
  /** As it was read when its owner was found to be who they say. */
  readonly profile: Pick<Profile, 'id' | 'role'>
  readonly origin: SessionOrigin
  /** The session that this browser has had so far; it is over in any case. */
  readonly replaces?: { readonly token: string; readonly userId: string } | null | undefined
  /** The token's 256 random bits, where NextAuth makes them. */
  readonly randomPart?: string | undefined
  /** Ends after this long at the latest. */
  readonly maxMs?: number | undefined
}

/**
 * A session for somebody who has proved who they are; null where they may no longer sign in, or not as this.
 *
 * The profile is read once more after the session was made. Whoever switches a person off, or gives them another role,
 * changes the profile first and ends the sessions then: a sign-in between the two would leave a session that nobody
 * ends. Either it was made before all were ended, or it reads the changed profile.
 */
export async function openSession(services: SessionServices, opening: Opening): Promise<IssuedSession | null> {
  const { profile } = opening
  const issued = await issue(services, opening)
  const found = await findProfile(services.db, profile.id).catch(async (error: unknown) => {
    await services.sessions.destroy(issued.token).catch(() => undefined)
    throw error
  })
  if (found?.role === profile.role) return issued
  await services.sessions.destroy(issued.token)
  return null
}

/** The same person goes on under another token, and their sockets with them; anybody else's session ends. */
async function issue(
  { sessions }: SessionServices,
  { profile, origin, replaces, randomPart, maxMs }: Opening,
): Promise<IssuedSession> {
  if (replaces?.userId === profile.id) {
    const rotated = await sessions.rotate(replaces.token, { role: profile.role, origin })
    if (rotated) return rotated
  } else if (replaces) await sessions.destroy(replaces.token)
  return sessions.create({ userId: profile.id, role: profile.role, origin, randomPart, maxMs })
}
