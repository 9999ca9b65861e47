import type { Logger } from 'pino'
import type { PubSub } from '../../redis/pubsub.ts'
import type { Session, SessionStore } from '../../redis/sessions/create-session-store.ts'
import type { Revocation } from '../../redis/sessions/revocation.ts'
import type { TimerWheel, Visited } from './timer-wheel.ts'

/** `rotated`: it goes on under another token. */
export type SessionEnd = 'ended' | 'rotated'

/** Whoever stays open on the strength of a session. */
export interface SessionHolder {
  sessionEnded(end: SessionEnd): void
}

/**
 * Tells holders when their session ends: at once by the revocations channel, within `recheckMs` by asking where that
 * message was lost, and when its time is over. Asking moves the idle expiry on: an open socket is use.
 */
export interface SessionWatch {
  /** @returns how it ended, where it was revoked while it was being read: the holder is not taken then. */
  join(watched: WatchedSession, holder: SessionHolder): SessionEnd | undefined
  leave(sessionId: string, holder: SessionHolder): void
  /** Sessions that somebody holds. */
  readonly size: number
  /** Sessions whose end came by the channel, and those found by asking. */
  readonly counts: { readonly announced: number; readonly found: number }
  close(): Promise<void>
}

export interface WatchedSession {
  readonly session: Session
  readonly token: string
}

interface SessionWatchOptions {
  readonly sessions: SessionStore
  readonly pubsub: PubSub
  readonly parseRevocation: (text: string) => Revocation | undefined
  readonly wheel: TimerWheel
  readonly log: Logger
  readonly recheckMs: number
}

interface Revoked {
  readonly end: SessionEnd
  readonly atMs: number
}

interface Entry extends Visited {
  readonly id: string
  readonly token: string
  readonly holders: SessionHolder[]
  endsAtMs: number
  checkAtMs: number
}

const rememberRevokedMs = 10_000
const retryMs = 1_000
/** How often an entry is looked at; after a cut of the link everyone is asked again within that time, spread over it. */
const lookEveryMs = 4_000

export function createSessionWatch(options: SessionWatchOptions): SessionWatch {
  const { sessions, pubsub, parseRevocation, wheel, log, recheckMs } = options
  const entries = new Map<string, Entry>()
  const revoked = new Map<string, Revoked>()
  const counts = { announced: 0, found: 0 }
  let isClosed = false

  function createEntry({ session, token }: WatchedSession): Entry {
    const entry: Entry = {
      id: session.id,
      token,
      holders: [],
      endsAtMs: session.endsAtMs,
      // Not all at the same moment, however many came at the same moment.
      checkAtMs: wheel.now() + recheckMs * (0.5 + Math.random() / 2),
      visit(nowMs) {
        if (entry.holders.length === 0) return undefined
        if (nowMs >= entry.checkAtMs || Date.now() >= entry.endsAtMs) {
          entry.checkAtMs = nowMs + recheckMs
          void check(entry)
        }
        return Math.min(lookEveryMs, recheckMs)
      },
    }
    entries.set(entry.id, entry)
    wheel.add(entry, Math.min(lookEveryMs, recheckMs))
    return entry
  }

  async function check(entry: Entry): Promise<void> {
    try {
      const found = await sessions.refresh(entry.token)
      if (found) entry.endsAtMs = found.endsAtMs
      else if (end(entry.id, 'ended')) counts.found += 1
    } catch (error) {
      log.warn({ err: error }, 'a session could not be checked again')
      // Nobody is sent away because Redis is; but no session outlives its end.
      if (Date.now() >= entry.endsAtMs) end(entry.id, 'ended')
    }
  }

  function end(id: string, how: SessionEnd): boolean {
    const entry = entries.get(id)
    if (!entry) return false
    entries.delete(id)
    for (const holder of entry.holders.splice(0)) holder.sessionEnded(how)
    return true
  }

  function onRevocation(text: string): void {
    const message = parseRevocation(text)
    if (!message) return void log.warn('a revocation could not be read')
    forgetOld()
    const how = message.reason === 'rotated' ? 'rotated' : 'ended'
    for (const id of message.sessionIds) {
      revoked.set(id, { end: how, atMs: wheel.now() })
      if (end(id, how)) counts.announced += 1
    }
  }

  function forgetOld(): void {
    for (const [id, { atMs }] of revoked) {
      if (wheel.now() - atMs < rememberRevokedMs) return
      revoked.delete(id)
    }
  }

  function checkEveryoneSoon(): void {
    for (const entry of entries.values()) entry.checkAtMs = wheel.now() + Math.random() * lookEveryMs
  }

  async function subscribe(): Promise<(() => Promise<void>) | undefined> {
    while (!isClosed) {
      try {
        return await pubsub.subscribe(sessions.revocationsChannel(), onRevocation)
      } catch {
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref())
      }
    }
    return undefined
  }

  const unsubscribe = subscribe()
  const forgetReconnects = pubsub.onReconnect(checkEveryoneSoon)

  return {
    counts,
    get size() {
      return entries.size
    },
    join(watched, holder) {
      const { id } = watched.session
      const past = revoked.get(id)
      if (past) return past.end
      const entry = entries.get(id) ?? createEntry(watched)
      entry.holders.push(holder)
      return undefined
    },
    leave(sessionId, holder) {
      const entry = entries.get(sessionId)
      const index = entry?.holders.indexOf(holder) ?? -1
      if (!entry || index === -1) return
      entry.holders.splice(index, 1)
      if (entry.holders.length === 0) entries.delete(sessionId)
    },
    async close() {
      isClosed = true
      forgetReconnects()
      const end = await Promise.race([unsubscribe, Promise.resolve(undefined)])
      await end?.()
    },
  }
}
