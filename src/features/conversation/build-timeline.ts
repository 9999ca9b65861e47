import type { ChatEvent } from '#server/contracts/events.ts'
import type { OutboxMessage } from '#src/features/outbox/outbox-message.ts'
import { isSameDay } from './format-time.ts'

const groupWithinMs = 5 * 60_000

/** One row of the conversation, top to bottom. */
export type TimelineRow =
  | { readonly kind: 'day'; readonly key: string; readonly day: Date }
  | {
      readonly kind: 'event'
      readonly key: string
      readonly event: ChatEvent
      readonly isOwn: boolean
      readonly isGroupStart: boolean
    }
  | {
      readonly kind: 'outgoing'
      readonly key: string
      readonly message: OutboxMessage
      readonly isGroupStart: boolean
    }

export interface TimelineOptions {
  readonly events: readonly ChatEvent[]
  readonly outgoing: readonly OutboxMessage[]
  readonly viewer: Viewer
}

interface Viewer {
  readonly id: string
  readonly side: ChatEvent['author']['side']
}

interface Position {
  readonly time: Date
  readonly authorId: string
}

/**
 * Events with a separator before each day, then what is still on its way. A group is what one author
 * wrote within five minutes. An own row keeps its key when its event replaces it, so it does not flicker.
 */
export function buildTimeline({ events, outgoing, viewer }: TimelineOptions): readonly TimelineRow[] {
  const rows: TimelineRow[] = []
  let last: Position | undefined
  const place = (position: Position, toRow: (isGroupStart: boolean) => TimelineRow) => {
    const isNewDay = last === undefined || !isSameDay(last.time, position.time)
    if (isNewDay) rows.push({ kind: 'day', key: `day-${position.time.toDateString()}`, day: position.time })
    rows.push(toRow(isNewDay || !isSameGroup(last, position)))
    last = position
  }
  for (const event of events) {
    const isOwn = isWrittenBy(viewer, event)
    const authorId = isOwn ? viewer.id : event.author.id
    const key = rowKey(authorId, event.clientMsgId)
    const position = { time: new Date(event.createdAt), authorId }
    place(position, (isGroupStart) => ({ kind: 'event', key, event, isOwn, isGroupStart }))
  }
  for (const message of outgoing) {
    const key = rowKey(viewer.id, message.clientMsgId)
    const position = { time: new Date(message.createdAtMs), authorId: viewer.id }
    place(position, (isGroupStart) => ({ kind: 'outgoing', key, message, isGroupStart }))
  }
  return rows
}

/** A conversation has one visitor: what they wrote before they confirmed an address is theirs, under whatever id it came. */
const isWrittenBy = ({ id, side }: Viewer, { author }: ChatEvent): boolean =>
  side === 'visitor' ? author.side === 'visitor' : author.id === id

function isSameGroup(last: Position | undefined, next: Position): boolean {
  return last?.authorId === next.authorId && next.time.getTime() - last.time.getTime() < groupWithinMs
}

const rowKey = (authorId: string, clientMsgId: string): string => `${authorId}:${clientMsgId}`
