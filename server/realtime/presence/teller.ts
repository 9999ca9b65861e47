import type { Presence } from '#server/contracts/live.ts'
import type { RoomState } from './room-state.ts'

/** Tells the other gateways what one's own connections come to, until what was told is what is. */
export interface Teller {
  /** Never rejects: what could not be told is told by the next call. */
  tell(): Promise<void>
  /** They may have forgotten: the next call tells of everyone. */
  forget(): void
  /** Nobody is told of who is not here any more. */
  hasTakenAllLeave(): boolean
}

/** @param send stores and publishes one person's presence; rejects when it could not */
export function createTeller(
  state: Pick<RoomState, 'views' | 'ownPresence'>,
  send: (userId: string, presence: Presence) => Promise<void>,
): Teller {
  let told = new Map<string, Presence>()
  let running: Promise<void> | undefined
  let isAskedAgain = false

  async function run(): Promise<void> {
    do {
      isAskedAgain = false
      const userIds = new Set([...told.keys(), ...[...state.views].map(({ userId }) => userId)])
      for (const userId of userIds) await tellOf(userId)
    } while (isAskedAgain)
  }

  async function tellOf(userId: string): Promise<void> {
    const presence = state.ownPresence(userId)
    if ((told.get(userId) ?? 'offline') === presence) return
    const book = told
    await send(userId, presence)
    if (presence === 'offline') book.delete(userId)
    else book.set(userId, presence)
  }

  return {
    tell() {
      isAskedAgain = true
      running ??= run()
        .catch(() => undefined)
        .finally(() => {
          running = undefined
        })
      return running
    },
    forget() {
      // Of who has left they may not have heard, so that is still to be told.
      told = new Map([...told].filter(([userId]) => state.ownPresence(userId) === 'offline'))
    },
    hasTakenAllLeave: () => [...told.keys()].every((userId) => state.ownPresence(userId) !== 'offline'),
  }
}
