import type { Refusal } from './admission.ts'
import type { CallRefusal } from './open-calls.ts'

/** Why this gateway ended a socket or a stream; `left`: its client did. */
export type Ending =
  | 'left'
  | 'dead_line'
  | 'slow_reader'
  | 'too_late'
  | 'too_many_frames'
  | 'unsupported'
  | 'session_ended'
  | 'session_rotated'
  | 'user_full'
  | 'restarting'
  | 'grew_old'

/** What happened at the sockets of a gateway since it began. */
export interface Tally {
  opened: number
  frames: number
  pings: number
  readonly endings: Map<Ending, number>
  readonly refusedConnections: Map<Refusal | 'origin' | 'draining', number>
  readonly refusedCalls: Map<CallRefusal, number>
}

export const createTally = (): Tally => ({
  opened: 0,
  frames: 0,
  pings: 0,
  endings: new Map(),
  refusedConnections: new Map(),
  refusedCalls: new Map(),
})

export function countUp<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
