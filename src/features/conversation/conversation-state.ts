import type { ChatEvent } from '#server/contracts/events.ts'
import { formatEventId } from '#server/contracts/positions.ts'

export interface ConversationState {
  /**
   * `empty`: nothing was read yet. `current`: what is shown is an unbroken stretch that the stream continues.
   * `stale`: the stream could not go on from it; it stays on the screen until the newest page takes its place.
   */
  readonly view: 'empty' | 'current' | 'stale'
  /** Of the numbers below; undefined until the server said it. */
  readonly epoch: string | undefined
  /** Grows with every resync: a page that was asked for before it is not taken. */
  readonly generation: number
  /** Ascending without a hole: what is shown. */
  readonly events: readonly ChatEvent[]
  /** Ascending; came before what lies between. Never shown, never many. */
  readonly ahead: readonly ChatEvent[]
  /** The highest seq known to exist. */
  readonly headSeq: number
}

export interface HistoryPage {
  /** Ascending without a hole. */
  readonly events: readonly ChatEvent[]
  readonly headSeq: number
  readonly epoch?: string | undefined
}

/** An event with the id it travelled under; an older server's id has no epoch. */
export interface ReceivedEvent {
  readonly event: ChatEvent
  readonly epoch: string | undefined
}

export type ConversationAction =
  | { readonly type: 'page-loaded'; readonly page: HistoryPage; readonly generation: number }
  | ({ readonly type: 'streamed' } & ReceivedEvent)
  /** The answer to a send, in this tab or another: it may be faster than the stream, or slower. */
  | ({ readonly type: 'answered' } & ReceivedEvent)
  | { readonly type: 'resynced'; readonly epoch: string | undefined; readonly seq: number }

/** More than the server's own reorder window; what is dropped is asked for again. */
const mostAhead = 200

export const emptyConversation: ConversationState = {
  view: 'empty',
  epoch: undefined,
  generation: 0,
  events: [],
  ahead: [],
  headSeq: 0,
}

/** Shows an event when it is the next one, and only then; returns the same state when there is nothing new. */
export function reduceConversation(state: ConversationState, action: ConversationAction): ConversationState {
  switch (action.type) {
    case 'page-loaded':
      return action.generation === state.generation ? takePage(state, action.page) : state
    case 'streamed':
      return isOtherEpoch(state, action.epoch)
        ? takeEvents(startOver(state, action.epoch, action.event.seq), [action.event])
        : takeEvents(withEpoch(state, action.epoch), [action.event])
    case 'answered':
      // The stream alone says which epoch it is; if this answer is from a newer one, the stream will tell.
      return isOtherEpoch(state, action.epoch) ? state : takeEvents(withEpoch(state, action.epoch), [action.event])
    case 'resynced':
      return startOver(state, action.epoch ?? state.epoch, action.seq)
  }
}

/** The last seq up to which nothing is missing; 0 before anything is loaded. */
export const lastSeq = ({ events }: Pick<ConversationState, 'events'>): number => events.at(-1)?.seq ?? 0

/**
 * Where a subscription takes up: behind what is shown, or behind the head that a resync named.
 * A bare number, for the current epoch, as long as the server has not named one.
 */
export function cursorOf(state: ConversationState): string {
  const seq = state.view === 'stale' ? state.headSeq : lastSeq(state)
  return state.epoch === undefined ? String(seq) : formatEventId({ epoch: state.epoch, seq })
}

/** Seqs start at 1 without holes, so the first loaded one tells whether there is more above. */
export const hasEarlierEvents = ({ events }: Pick<ConversationState, 'events'>): boolean => (events[0]?.seq ?? 1) > 1

function takePage(state: ConversationState, page: HistoryPage): ConversationState {
  if (state.view !== 'current') {
    const replaced: ConversationState = {
      ...state,
      view: 'current',
      epoch: page.epoch ?? state.epoch,
      events: page.events,
    }
    return withAhead({ ...replaced, headSeq: Math.max(state.headSeq, page.headSeq) }, state.ahead)
  }
  if (isOtherEpoch(state, page.epoch)) return state
  const earlier = earlierEvents(state, page)
  const extended = earlier.length > 0 ? { ...state, events: [...earlier, ...state.events] } : state
  return takeEvents(withHead(extended, page.headSeq), page.events)
}

/** Only what joins on directly: a page from further up would leave a hole. */
function earlierEvents({ events }: ConversationState, page: HistoryPage): readonly ChatEvent[] {
  const [first] = events
  if (!first || (page.events.at(-1)?.seq ?? 0) < first.seq - 1) return []
  return page.events.filter(({ seq }) => seq < first.seq)
}

function takeEvents(state: ConversationState, arrived: readonly ChatEvent[]): ConversationState {
  const parked = new Set(state.ahead.map(({ seq }) => seq))
  const last = state.view === 'current' ? lastSeq(state) : 0
  const fresh = arrived.filter(({ seq }) => seq > last && !parked.has(seq))
  const [newest] = arrived.slice(-1)
  const known = withHead(state, newest?.seq ?? 0)
  return fresh.length === 0 ? known : withAhead(known, [...state.ahead, ...fresh])
}

/** Shows what has become the next; parks the rest, the lowest of it when it is too much. */
function withAhead(state: ConversationState, ahead: readonly ChatEvent[]): ConversationState {
  const waiting = ahead.toSorted((a, b) => a.seq - b.seq)
  if (state.view !== 'current') return { ...state, ahead: waiting.slice(0, mostAhead) }
  const joined: ChatEvent[] = []
  let last = lastSeq(state)
  for (const event of waiting) {
    if (event.seq !== last + 1) continue
    last = event.seq
    joined.push(event)
  }
  const beyond = waiting.filter(({ seq }) => seq > last)
  return {
    ...state,
    events: joined.length > 0 ? [...state.events, ...joined] : state.events,
    ahead: beyond.slice(0, mostAhead),
    headSeq: Math.max(state.headSeq, last, beyond.at(-1)?.seq ?? 0),
  }
}

/** Nothing that is known says how the stream goes on: the newest page will. */
const startOver = (state: ConversationState, epoch: string | undefined, headSeq: number): ConversationState => ({
  ...state,
  view: state.view === 'empty' ? 'empty' : 'stale',
  epoch,
  generation: state.generation + 1,
  ahead: [],
  headSeq,
})

const isOtherEpoch = (state: ConversationState, epoch: string | undefined): boolean =>
  state.epoch !== undefined && epoch !== undefined && epoch !== state.epoch

const withEpoch = (state: ConversationState, epoch: string | undefined): ConversationState =>
  state.epoch === undefined && epoch !== undefined ? { ...state, epoch } : state

const withHead = (state: ConversationState, headSeq: number): ConversationState =>
  headSeq > state.headSeq ? { ...state, headSeq } : state
