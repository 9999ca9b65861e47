import { type ConversationState, lastSeq } from './conversation-state.ts'

/** What must be read for the conversation to be whole. */
export interface MissingPage {
  /** Absent: the newest page. */
  readonly beforeSeq?: number
  readonly limit: number
  readonly generation: number
}

/** The most that the server gives at once. */
export const pageLength = 200
/** The newest page is what a person looks at first: no more than they may read. */
const newestLength = 50

/**
 * The newest page while nothing current is shown; then the stretch right behind the last event, as long as a later
 * event or the head proves that there is one. Undefined when nothing is missing.
 */
export function missingPage(state: ConversationState): MissingPage | undefined {
  const { view, generation, headSeq, ahead } = state
  if (view !== 'current') return { limit: newestLength, generation }
  const last = lastSeq(state)
  const end = ahead[0]?.seq ?? headSeq + 1
  const missing = end - last - 1
  if (missing <= 0) return undefined
  const limit = Math.min(pageLength, missing)
  return { beforeSeq: last + 1 + limit, limit, generation }
}
