import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { isStaff, type Role, role } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import type { RedisClient } from '../create-client.ts'
import type { Keys } from '../keys.ts'
import { withoutArguments } from '../redis-errors.ts'
import type { Scripts } from '../scripts.ts'

const session = z.object({ userId: z.string(), role, createdAtMs: z.int() })
export type Session = z.infer<typeof session>

/** Sessions shared by every web instance and gateway. While Redis is down each call throws SERVICE_UNAVAILABLE. */
export interface SessionStore {
  /**
   * @returns the token (256 random bits, base64url; only its hash is stored) and the moment after which the session
   * cannot live however much it is used: the cookie's end.
   */
  create(owner: { readonly userId: string; readonly role: Role }): Promise<{ token: string; expiresAtMs: number }>
  /** The session, its idle expiry moved on; null where the token is unknown, idle for too long or past its end. */
  get(token: string): Promise<Session | null>
  destroy(token: string): Promise<void>
}

interface SessionStoreOptions {
  readonly redis: RedisClient
  readonly keys: Keys
  readonly scripts: Scripts
  readonly clock?: () => number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** `idleMs` without a request ends a session, `maxMs` after sign-in ends it anyhow. */
const staffLife = { idleMs: 30 * minuteMs, maxMs: dayMs / 2 }
const visitorLife = { idleMs: 30 * dayMs, maxMs: 365 * dayMs }

export function createSessionStore({ redis, keys, scripts, clock = Date.now }: SessionStoreOptions): SessionStore {
  return {
    async create({ userId, role }) {
      const token = randomBytes(32).toString('base64url')
      const { idleMs, maxMs } = isStaff(role) ? staffLife : visitorLife
      const createdAtMs = clock()
      const endsAtMs = createdAtMs + maxMs
      const stored = JSON.stringify({ userId, role, createdAtMs, idleMs, endsAtMs })
      await orUnavailable(redis.set(keys.session(hashToken(token)), stored, 'PX', idleMs))
      return { token, expiresAtMs: endsAtMs }
    },
    async get(token) {
      if (!isToken(token)) return null
      const call = { keys: [keys.session(hashToken(token))], args: [] }
      const stored = await orUnavailable(scripts.run(redis, 'touch-session', call))
      return stored === null ? null : session.parse(JSON.parse(stored))
    },
    async destroy(token) {
      if (isToken(token)) await orUnavailable(redis.del(keys.session(hashToken(token))))
    },
  }
}

/** SHA-256 suffices: a token has 256 random bits, so there is nothing to guess or to precompute. */
const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text)

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
