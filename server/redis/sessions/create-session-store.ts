import { type Role, role as roleSchema } from '../../contracts/roles.ts'
import { type SessionOrigin, sessionOrigin } from '../../contracts/session-origin.ts'
import { AppError } from '../../errors.ts'
import type { Keys } from '../keys.ts'
import { withoutArguments } from '../redis-errors.ts'
import type { ScriptReply } from '../scripts.ts'
import type { RedisStore } from '../store.ts'
import type { EndOfAll, Revocation } from './revocation.ts'
import { lifeOf, maxSessionsPerUser, type SessionLives, sessionLives } from './session-lives.ts'
import { createToken, isToken, nameOf, ownerOf, tokenOf } from './session-token.ts'

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
  /** Null for one that was opened by a release which did not note it. */
  readonly origin: SessionOrigin | null
}

export interface NewSession {
  readonly userId: string
  readonly role: Role
  readonly origin?: SessionOrigin | undefined
  /** The token's 256 random bits, base64url, where another part makes them (NextAuth). */
  readonly randomPart?: string | undefined
  /** Ends after this long at the latest, where that is sooner than its role says. */
  readonly maxMs?: number | undefined
}

interface Rotation {
  readonly role?: Role
  /** Where it goes on from; without it, it is known by where it was opened. */
  readonly origin?: SessionOrigin
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
  create(session: NewSession): Promise<IssuedSession>
  /** The session, its idle expiry moved on; null where the token is unknown, idle for too long or past its end. */
  get(token: string): Promise<Session | null>
  /** Moves the idle expiry on, for a socket that stays open; null where the session has ended. */
  refresh(token: string): Promise<Pick<Session, 'endsAtMs' | 'idleEndsAtMs'> | null>
  /**
   * Another token for the same session; the old one is dead at the same moment. Its absolute end stays, unless `role`
   * makes it the session of another role, which begins anew (a change of privilege needs another token). Null where
   * the session has ended.
   */
  rotate(token: string, change?: Rotation): Promise<IssuedSession | null>
  /** Makes it end in `maxMs` at the latest, at once for 0; what is later than its end changes nothing. Null where it has. */
  shorten(token: string, maxMs: number): Promise<Session | null>
  /** @returns whether it was alive. */
  destroy(token: string): Promise<boolean>
  /** The live sessions, the one that expires last first. */
  listByUser(userId: string): Promise<readonly ListedSession[]>
  /** Ends the session of that id, where it is one of the user's. @returns whether it was alive. */
  destroyById(userId: string, id: string): Promise<boolean>
  /** Ends every session of the user, but that of `exceptToken`. @returns how many were alive. */
  destroyAllOfUser(userId: string, options?: DestroyAllOptions): Promise<number>
  /** Where every end of a session before its time is announced (`parseRevocation`). */
  revocationsChannel(): string
}

interface DestroyAllOptions {
  readonly exceptToken?: string | undefined
  /** What is announced; `all_signed_out` without it. */
  readonly reason?: EndOfAll | undefined
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
  async function touch(token: string, maxMs?: number): Promise<Session | null> {
    if (!isToken(token)) return null
    const { id, owner } = nameOf(token)
    const call = {
      keys: [keys.session(id, owner), keys.userSessions(owner)],
      args: maxMs === undefined ? [id] : [id, maxMs],
    }
    const stored = await run('touch-session', call)
    return stored && readSession(id, stored)
  }

  async function destroyOne(token: string): Promise<boolean> {
    if (!isToken(token)) return false
    const { id, owner } = nameOf(token)
    return (await destroy(owner, ['signed_out', 'only', id])) > 0
  }

  async function destroy(owner: string, args: readonly [reason: Revocation['reason'], ...string[]]): Promise<number> {
    const place = [keys.sessionPrefix(owner), keys.revocationsChannel()]
    const ended = await run('destroy-sessions', { keys: [keys.userSessions(owner)], args: [...place, ...args] })
    return ended.length
  }

  return {
    async create({ userId, role, origin, randomPart, maxMs: mostMs = Number.POSITIVE_INFINITY }) {
      const owner = ownerOf(userId)
      const token = randomPart === undefined ? createToken(owner) : tokenOf(owner, randomPart)
      const { id } = nameOf(token)
      const { idleMs, maxMs: roleMs } = lifeOf(lives, role)
      const maxMs = Math.max(0, Math.floor(Math.min(roleMs, mostMs)))
      const place = [keys.sessionPrefix(owner), keys.revocationsChannel()]
      const [, expiresAtMs] = await run('create-session', {
        keys: [keys.session(id, owner), keys.userSessions(owner)],
        args: [id, userId, role, idleMs, maxMs, ...place, maxPerUser, ...originArguments(origin)],
      })
      return { token, id, expiresAtMs }
    },
    get: (token) => touch(token),
    refresh: (token) => touch(token),
    async shorten(token, maxMs) {
      const leftMs = Math.floor(maxMs)
      if (leftMs > 0) return touch(token, leftMs)
      // Told to those who hold it, too.
      await destroyOne(token)
      return null
    },
    async rotate(oldToken, { role, origin } = {}) {
      if (!isToken(oldToken)) return null
      const { id: oldId, owner } = nameOf(oldToken)
      const token = createToken(owner)
      const { id } = nameOf(token)
      const life = role ? lifeOf(lives, role) : { idleMs: 0, maxMs: 0 }
      const rotated = await run('rotate-session', {
        keys: [keys.session(oldId, owner), keys.session(id, owner), keys.userSessions(owner)],
        args: [oldId, id, keys.revocationsChannel(), role ?? '', life.idleMs, life.maxMs, ...originArguments(origin)],
      })
      return rotated && { token, id, expiresAtMs: rotated[1] }
    },
    destroy: destroyOne,
    async listByUser(userId) {
      const owner = ownerOf(userId)
      const rows = await run('list-sessions', { keys: [keys.userSessions(owner)], args: [keys.sessionPrefix(owner)] })
      return rows.flatMap(readListed)
    },
    destroyById: async (userId, id) => (await destroy(ownerOf(userId), ['signed_out', 'only', id])) > 0,
    async destroyAllOfUser(userId, { exceptToken, reason = 'all_signed_out' } = {}) {
      const kept = exceptToken === undefined ? [] : [nameOf(exceptToken).id]
      return destroy(ownerOf(userId), [reason, 'all_but', ...kept])
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

function readListed(row: ScriptReply<'list-sessions'>[number]): ListedSession[] {
  const [id, role, createdAtMs, endsAtMs, seenAtMs, idleEndsAtMs, method, userAgent, address] = row
  const known = roleSchema.safeParse(role)
  const origin = sessionOrigin.safeParse({ method, userAgent, address }).data ?? null
  return known.success ? [{ id, role: known.data, createdAtMs, endsAtMs, seenAtMs, idleEndsAtMs, origin }] : []
}

const originArguments = (origin: SessionOrigin | undefined): string[] =>
  origin === undefined ? [] : [origin.method, origin.userAgent, origin.address]

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
