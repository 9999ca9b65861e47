import type { LiveMember, LiveState, Presence } from '#server/contracts/live.ts'

/** A person of a conversation as Postgres knows them. */
export type RoomMember = Omit<LiveMember, 'presence' | 'isTyping'>

/** One window that shows the conversation, on this gateway. */
export interface View {
  readonly userId: string
  readonly viewId: string | undefined
  isAway: boolean
}

export type Present = Exclude<Presence, 'offline'>
/** By gateway, by person. */
export type Presences = ReadonlyMap<string, ReadonlyMap<string, Present>>

/** Everything one gateway knows of who is at one conversation. Pure: neither clock nor connection. */
export interface RoomState {
  readonly views: ReadonlySet<View>
  /** Read marks never fall, in whatever order they arrive. */
  setMembers(members: readonly RoomMember[]): void
  knows(userId: string): boolean
  /** In place of all that other gateways have told. */
  replaceOthers(presences: Presences): void
  setOther(gatewayId: string, userId: string, presence: Presence): void
  /** @returns whom it had here */
  dropGateway(gatewayId: string): readonly string[]
  addView(view: View): void
  removeView(view: View): void
  /** All of a person's views here, when none is named. */
  setAway(userId: string, viewId: string | undefined, isAway: boolean): void
  /** What this gateway's own views of a person come to. */
  ownPresence(userId: string): Presence
  setTyping(userId: string, untilMs: number): void
  endTyping(userId: string): void
  markRead(userId: string, seq: number): void
  /** When the next report of typing lapses. */
  nextLapseMs(nowMs: number): number | undefined
  describe(conversationId: string, nowMs: number): LiveState
}

export function createRoomState(): RoomState {
  const views = new Set<View>()
  const others = new Map<string, Map<string, Present>>()
  const typing = new Map<string, number>()
  let members = new Map<string, RoomMember>()

  function ownPresence(userId: string): Presence {
    const own = [...views].filter((view) => view.userId === userId)
    if (own.length === 0) return 'offline'
    return own.every(({ isAway }) => isAway) ? 'away' : 'online'
  }

  const presenceOf = (userId: string): Presence =>
    [...others.values()].map((people) => people.get(userId) ?? 'offline').reduce(nearer, ownPresence(userId))

  function describeMember(member: RoomMember, nowMs: number): LiveMember {
    const presence = presenceOf(member.userId)
    return {
      ...member,
      presence,
      lastSeenAt: presence === 'online' ? null : member.lastSeenAt,
      isTyping: presence !== 'offline' && (typing.get(member.userId) ?? 0) > nowMs,
    }
  }

  return {
    views,
    setMembers(next) {
      members = new Map(next.map((member) => [member.userId, withGreaterMark(member, members.get(member.userId))]))
    },
    knows: (userId) => members.has(userId),
    replaceOthers(presences) {
      others.clear()
      for (const [gatewayId, people] of presences) others.set(gatewayId, new Map(people))
    },
    setOther(gatewayId, userId, presence) {
      const people = others.get(gatewayId) ?? new Map<string, Present>()
      if (presence === 'offline') people.delete(userId)
      else people.set(userId, presence)
      if (people.size > 0) others.set(gatewayId, people)
      else others.delete(gatewayId)
    },
    dropGateway(gatewayId) {
      const userIds = [...(others.get(gatewayId)?.keys() ?? [])]
      others.delete(gatewayId)
      return userIds
    },
    addView: (view) => void views.add(view),
    removeView: (view) => void views.delete(view),
    setAway(userId, viewId, isAway) {
      for (const view of views) {
        if (view.userId === userId && (viewId === undefined || view.viewId === viewId)) view.isAway = isAway
      }
    },
    ownPresence,
    setTyping: (userId, untilMs) => void typing.set(userId, untilMs),
    endTyping: (userId) => void typing.delete(userId),
    markRead(userId, seq) {
      const member = members.get(userId)
      if (member && member.readSeq < seq) members.set(userId, { ...member, readSeq: seq })
    },
    nextLapseMs(nowMs) {
      for (const [userId, untilMs] of typing) if (untilMs <= nowMs) typing.delete(userId)
      return typing.size === 0 ? undefined : Math.min(...typing.values())
    },
    describe: (conversationId, nowMs) => ({
      conversationId,
      members: [...members.values()].map((member) => describeMember(member, nowMs)),
    }),
  }
}

const rank: Readonly<Record<Presence, number>> = { online: 2, away: 1, offline: 0 }

const nearer = (left: Presence, right: Presence): Presence => (rank[left] >= rank[right] ? left : right)

const withGreaterMark = (next: RoomMember, before: RoomMember | undefined): RoomMember =>
  before && before.readSeq > next.readSeq ? { ...next, readSeq: before.readSeq } : next
