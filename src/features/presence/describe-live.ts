import type { LiveMember, Presence } from '#server/contracts/live.ts'

export interface LiveReader {
  readonly id: string
  readonly side: LiveMember['side']
}

/** What one side of a conversation sees of the other, just now. */
export interface LiveView {
  /** Everyone else who is writing, by name. */
  readonly typingNames: readonly string[]
  /** Of the other side: the most present of them. Undefined while nothing is known. */
  readonly counterpart: { readonly presence: Presence; readonly lastSeenAt: string | null } | undefined
  /** Up to where someone of the other side has read. */
  readonly readSeq: number
}

const presenceOrder: readonly Presence[] = ['online', 'away', 'offline']

export function describeLive(members: readonly LiveMember[], reader: LiveReader): LiveView {
  const others = members.filter(({ userId }) => userId !== reader.id)
  const opposite = others.filter(({ side }) => side !== reader.side)
  return {
    typingNames: others.filter(({ isTyping }) => isTyping).map(({ name }) => name),
    counterpart: mostPresent(opposite),
    readSeq: Math.max(0, ...opposite.map(({ readSeq }) => readSeq)),
  }
}

function mostPresent(members: readonly LiveMember[]): LiveView['counterpart'] {
  for (const presence of presenceOrder) {
    const found = members.filter((member) => member.presence === presence)
    if (found.length > 0) return { presence, lastSeenAt: latest(found) }
  }
  return undefined
}

function latest(members: readonly LiveMember[]): string | null {
  const times = members.flatMap(({ lastSeenAt }) => (lastSeenAt === null ? [] : [lastSeenAt]))
  return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null
}
