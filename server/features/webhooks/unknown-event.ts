import { createHash } from 'node:crypto'
import type { SplitEvent } from './split-event.ts'

/** Something nobody reads yet: named by what it holds, so that a repetition is the same event. */
export const unknownEvent = (kind: string, event: unknown): SplitEvent => ({
  providerEventId: `sha256:${createHash('sha256').update(JSON.stringify(event)).digest('hex')}`,
  kind: kindOf(kind),
  event,
  isKnown: false,
})

/** A kind as it can be stored: the provider's word for it, if that is a word. */
export const kindOf = (text: unknown): string =>
  typeof text === 'string' && /^[\w.:-]{1,120}$/.test(text) ? text : 'unknown'
