import type { LiveState } from '#server/contracts/live.ts'

interface WatchRoom {
  readonly conversationId: string
  readonly userId: string
  /** Told apart from the person's other windows by it. */
  readonly viewId: string | undefined
  readonly signal: AbortSignal | undefined
}

export interface RoomStats {
  readonly rooms: number
  readonly views: number
}

/** Who is at a conversation, across all gateways. */
export interface LiveRooms {
  /**
   * Makes the person present for as long as the iteration lasts, and yields the whole state at first and after every
   * change: the newest only, to whoever reads slowly.
   */
  watch(options: WatchRoom): AsyncGenerator<LiveState, void, undefined>
  stats(): RoomStats
  close(): Promise<void>
}
