import type { SocketLimits, StreamPace } from '../../contracts/sockets.ts'
import type { SessionStore } from '../../redis/sessions/create-session-store.ts'
import type { Admission } from './admission.ts'
import type { SessionWatch } from './session-watch.ts'
import type { Tally } from './tally.ts'
import type { TimerWheel } from './timer-wheel.ts'

/** What the sockets and streams of one gateway share. */
export interface House {
  readonly limits: SocketLimits
  readonly heartbeat: Heartbeat
  readonly streamPace: StreamPace
  readonly wheel: TimerWheel
  readonly admission: Admission
  readonly sessions: Pick<SessionStore, 'get'>
  readonly watch: SessionWatch
  readonly tally: Tally
}

export interface Heartbeat {
  /** Silence after which the other end is asked whether it is there. */
  readonly quietMs: number
  readonly answerMs: number
}

/** Someone who can be told to go on elsewhere. */
export interface Guest {
  askToMove(): void
}
