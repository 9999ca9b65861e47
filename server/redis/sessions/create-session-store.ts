import { type Role, role as roleSchema } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import type { Keys } from '../keys.ts'
import { withoutArguments } from '../redis-errors.ts'
import type { ScriptReply } from '../scripts.ts'
import type { RedisStore } from '../store.ts'
import type { Revocation } from './revocation.ts'
import { lifeOf, maxSessionsPerUser, type SessionLives, sessionLives } from './session-lives.ts'
import { createToken, isToken, nameOf, ownerOf } from './session-token.ts'

/** Times are milliseconds since the epoch, by Redis' clock. */
export interface Session {
  /** The token's hash: names the session in lists and revocations, and signs nobody in. */
  readonly id: string
  readonly userId: string
  readonly role: Role
  readonly createdAtMs: number
  /** When it ends however much it is used. */
  readonly endsAtMs: number
  /** When it ends if it is not used again. */
  readonly idleEndsAtMs: number
}

export interface ListedSession extends Omit<Session, 'userId'> {
  readonly seenAtMs: number
}

/** A token leaves the store only here: give it to the browser and forget it. */
export interface IssuedSession {
  /** The owner's hash and 256 random bits, base64url. */
  readonly token: string
  readonly id: string
  /** The moment after which the session cannot live however much it is used: the cookie's end. */
  readonly expiresAtMs: number
}

/**
 * Sessions shared by every web instance and gateway; one round trip per call. While Redis is down each call throws
 * SERVICE_UNAVAILABLE. A session is live if and only if its user's index names it, because one script changes both.
 */
export interface SessionStore {
  create(owner: { readonly userId: string; readonly role: Role }): Promise<IssuedSession>
  /** The session, its idle expiry moved on; null where the token is unknown, idle for too long or past its end. */
  get(token: string): Promise<Session | null>
  /** Moves the idle expiry on, for a socket that stays open; null where the session has ended. */
  refresh(token: string): Promise<Pick<Session, 'endsAtMs' | 'idleEndsAtMs'> | null>
  /**
   * Another token for the same session; the old one is dead at the same moment. Its absolute end stays, unless `role`
   * makes it the session of another role, which begins anew (a change of privilege needs another token). Null where
   * the session has ended.
   */
  rotate(token: string, change?: { readonly role?: Role }): Promise<IssuedSession | null>
  /** @returns whether it was alive. */
  destroy(token: string): Promise<boolean>
  /** The live sessions, the one that expires last first. */
  listByUser(userId: string): Promise<readonly ListedSession[]>
  /** Ends every session of the user, but that of `exceptToken`. @returns how many were alive. */
  destroyAllOfUser(userId: string, options?: { readonly exceptToken?: string }): Promise<number>
  /** Where every end of a session before its time is announced (`parseRevocation`). */
  revocationsChannel(): string
}

interface SessionStoreOptions {
  readonly store: RedisStore
  readonly keys: Keys
  readonly lives?: SessionLives
  readonly maxPerUser?: number
}

export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { store, keys, lives = sessionLives, maxPerUser = maxSessionsPerUser } = options
  const run: RedisStore['run'] = (name, call) => orUnavailable(store.run(name, call))

  /** Reading and moving the expiry are one step, so that a session cannot end in between. */
  async function touch(token: string): Promise<Session | null> {
    if (!isToken(token)) return null
    const { id, owner } = nameOf(token)
    const call = { keys: [keys.session(id, owner), keys.userSessions(owner)], args: [id] }
    const stored = await run('touch-session', call)
    return stored && readSession(id, stored)
  }

  async function destroy(owner: string, args: readonly [reason: Revocation['reason'], ...string[]]): Promise<number> {
    const place = [keys.sessionPrefix(owner), keys.revocationsChannel()]
    const ended = await run('destroy-sessions', { keys: [keys.userSessions(owner)], args: [...place, ...args] })
    return ended.length
  }

  return {
    async create({ userId, role }) {
      const owner = ownerOf(userId)
      const token = createToken(owner)
      const { id } = nameOf(token)
      const { idleMs, maxMs } = lifeOf(lives, role)
      const place = [keys.sessionPrefix(owner), keys.revocationsChannel()]
      const [, expiresAtMs] = await run('create-session', {
        keys: [keys.session(id, owner), keys.userSessions(owner)],
        args: [id, userId, role, idleMs, maxMs, ...place, maxPerUser],
      })
      return { token, id, expiresAtMs }
    },
    get: touch,
    refresh: touch,
    async rotate(oldToken, { role } = {}) {
      if (!isToken(oldToken)) return null
      const { id: oldId, owner } = nameOf(oldToken)
      const token = createToken(owner)
      const { id } = nameOf(token)
      const life = role ? lifeOf(lives, role) : { idleMs: 0, maxMs: 0 }
      const rotated = await run('rotate-session', {
        keys: [keys.session(oldId, owner), keys.session(id, owner), keys.userSessions(owner)],
        args: [oldId, id, keys.revocationsChannel(), role ?? '', life.idleMs, life.maxMs],
      })
      return rotated && { token, id, expiresAtMs: rotated[1] }
    },
    async destroy(token) {
      if (!isToken(token)) return false
      const { id, owner } = nameOf(token)
      return (await destroy(owner, ['signed_out', 'only', id])) > 0
    },
    async listByUser(userId) {
      const owner = ownerOf(userId)
      const rows = await run('list-sessions', { keys: [keys.userSessions(owner)], args: [keys.sessionPrefix(owner)] })
      return rows.flatMap(([id, role, createdAtMs, endsAtMs, seenAtMs, idleEndsAtMs]) => {
        const known = roleSchema.safeParse(role)
        return known.success ? [{ id, role: known.data, createdAtMs, endsAtMs, seenAtMs, idleEndsAtMs }] : []
      })
    },
    async destroyAllOfUser(userId, { exceptToken } = {}) {
      const kept = exceptToken === undefined ? [] : [nameOf(exceptToken).id]
      return destroy(ownerOf(userId), ['all_signed_out', 'all_but', ...kept])
    },
    revocationsChannel: () => keys.revocationsChannel(),
  }
}

/** A session of a role that this version does not know signs nobody in. */
function readSession(id: string, stored: NonNullable<ScriptReply<'touch-session'>>): Session | null {
  const [userId, role, createdAtMs, endsAtMs, idleEndsAtMs] = stored
  const known = roleSchema.safeParse(role)
  return known.success ? { id, userId, role: known.data, createdAtMs, endsAtMs, idleEndsAtMs } : null
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new AppError('SERVICE_UNAVAILABLE', {
      publicMessage: 'Sign-in is briefly unavailable. Try again in a moment.',
      internal: 'Sessions cannot be reached in Redis',
      cause: withoutArguments(error),
      details: { retryAfterMs: 1_000 },
    })
  }
}
