import { z } from 'zod'
import { appendLine, readLines } from '../line-file.ts'
import { type EventState, type SenderName, type WebhookEvent, webhookEvent } from './webhook-events.ts'

export interface EventFilter {
  readonly provider?: SenderName | undefined
  readonly kind?: string | undefined
  readonly state?: EventState | undefined
  readonly subject?: string | undefined
  /** Only what was made after this sequence number. */
  readonly afterSeq?: number | undefined
}

export interface EventStore {
  append(event: Omit<WebhookEvent, 'seq'>): WebhookEvent
  /** Notes what became of an event. */
  update(seq: number, change: Pick<WebhookEvent, 'state' | 'attempts'>): WebhookEvent
  find(seq: number): WebhookEvent | undefined
  /** Oldest first. */
  list(filter?: EventFilter): readonly WebhookEvent[]
  /** Of each state. */
  count(state: EventState): number
  /** Called for what is made and for what changes; @returns a function that stops the calls */
  onChange(listener: (event: WebhookEvent) => void): () => void
}

const change = webhookEvent.pick({ seq: true, state: true, attempts: true })
const line = z.union([webhookEvent, change])

/** Kept in memory and, with a file, in append-only JSON lines: one for an event, one more for each of its changes. */
export function createEventStore(options: { readonly file?: string }): EventStore {
  const { file } = options
  const events = file === undefined ? new Map<number, WebhookEvent>() : readEvents(file)
  const counts = countStates(events.values())
  const listeners = new Set<(event: WebhookEvent) => void>()
  let lastSeq = [...events.keys()].at(-1) ?? 0

  const keep = (event: WebhookEvent, written: unknown): WebhookEvent => {
    const before = events.get(event.seq)
    if (before) counts[before.state] -= 1
    counts[event.state] += 1
    if (file !== undefined) appendLine(file, written)
    events.set(event.seq, event)
    for (const listener of listeners) listener(event)
    return event
  }
  return {
    append: (event) => {
      lastSeq += 1
      const numbered = { seq: lastSeq, ...event }
      return keep(numbered, numbered)
    },
    update: (seq, { state, attempts }) => {
      const known = events.get(seq)
      if (!known) throw new Error(`no event ${seq}`)
      return keep({ ...known, state, attempts }, { seq, state, attempts })
    },
    find: (seq) => events.get(seq),
    list: (filter = {}) => [...events.values()].filter((event) => isWanted(event, filter)),
    count: (state) => counts[state],
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const isWanted = (event: WebhookEvent, filter: EventFilter): boolean =>
  (filter.provider === undefined || event.provider === filter.provider) &&
  (filter.kind === undefined || event.kind === filter.kind) &&
  (filter.state === undefined || event.state === filter.state) &&
  (filter.subject === undefined || event.subject === filter.subject) &&
  (filter.afterSeq === undefined || event.seq > filter.afterSeq)

function countStates(events: Iterable<WebhookEvent>): Record<EventState, number> {
  const counts = { held: 0, waiting: 0, delivered: 0, failed: 0, undeliverable: 0 }
  for (const { state } of events) counts[state] += 1
  return counts
}

function readEvents(file: string): Map<number, WebhookEvent> {
  const events = new Map<number, WebhookEvent>()
  for (const entry of readLines(file, line)) {
    const known = events.get(entry.seq)
    if ('body' in entry) events.set(entry.seq, entry)
    else if (known) events.set(entry.seq, { ...known, ...entry })
  }
  return events
}
