/** What a gateway takes from one socket, one person, one address: all its numbers on one screen. */

/** `burst` at once, then `perSecond` evenly. */
export interface Pace {
  readonly burst: number
  readonly perSecond: number
}

export interface SocketLimits {
  /** The largest frame; a larger one closes the socket with 1009. */
  readonly frameBytes: number
  /** A socket has this long to say something valid and to be signed in. */
  readonly firstMessageMs: number
  /** Open at a time on one socket; the next one is answered with TOO_MANY_REQUESTS. */
  readonly subscriptions: number
  /** Queries and mutations waiting for their answer on one socket; the next one is answered with TOO_MANY_REQUESTS. */
  readonly callsInFlight: number
  /** Calls in one frame; each call of a longer batch is answered with an error. */
  readonly batchCalls: number
  /** Calls on one socket, each member of a batch counted. Taking back up all subscriptions is `subscriptions` calls. */
  readonly calls: Pace
  /** PING, PONG and their WebSocket kin. A client that moves to another gateway sends one per subscription. */
  readonly pings: Pace
  /** What may wait for a reader who does not read; above, the socket is cut and its client resumes by cursor. */
  readonly bufferedBytes: number
  readonly perUser: { readonly sockets: number }
  /** `sockets` can be set by SOCKETS_PER_ADDRESS. Everyone behind one address may come back at once, as after a restart, and then `1 / returnSeconds` of them a second. */
  readonly perAddress: { readonly sockets: number; readonly returnSeconds: number }
  readonly perGateway: { readonly sockets: number }
}

/** Sockets and SSE streams count alike. Numbers per user and address hold on each gateway: they keep it alive. */
export const socketLimits: SocketLimits = {
  frameBytes: 64 * 1024,
  firstMessageMs: 10_000,
  subscriptions: 32,
  callsInFlight: 128,
  batchCalls: 64,
  calls: { burst: 200, perSecond: 20 },
  pings: { burst: 80, perSecond: 5 },
  bufferedBytes: 1024 * 1024,
  perUser: { sockets: 30 },
  perAddress: { sockets: 1_000, returnSeconds: 20 },
  perGateway: { sockets: 50_000 },
}

/**
 * How the gateway finds a dead line: within 25 s, for what it holds until then is a little memory. The person on that
 * line does not wait for it: their client asks after 4 s of silence, gives up after 3 more, and comes back on a new one.
 * Asking as often from here costs a fifth of all processor time where 10 000 sockets have little to say (measured).
 */
export const heartbeat = { quietMs: 20_000, answerMs: 5_000 } as const

export const sessionRecheckMs = 60_000

/** How a gateway leaves: clients are told in slices to move, what is left then is closed with 1012. */
export const drain = { slicesMs: 2_000, sliceEveryMs: 100, graceMs: 2_000, closingMs: 500 } as const

export interface StreamPace {
  /** A comment, so that nothing between us takes the stream for dead. */
  readonly heartbeatMs: number
  /** Then the stream ends (a tenth earlier at most) to be opened anew: TCP alone finds a dead reader late. */
  readonly maxAgeMs: number
  /** When a client comes back: after this, plus a random part of the jitter. */
  readonly retryMs: number
  readonly retryJitterMs: number
}

/** Server-sent events. */
export const streamPace: StreamPace = {
  heartbeatMs: 15_000,
  maxAgeMs: 10 * 60_000,
  retryMs: 1_000,
  retryJitterMs: 2_000,
}

/** Why the gateway closed a socket. A cut without a code (1006 at the client): slow reader or dead line. */
export const closeCodes = {
  /** Another gateway, or this one in a moment. */
  restarting: 1012,
  /** Binary frames, or calls that are none. */
  unsupported: 1003,
  /** Signed out, or the session is over: sign in before coming back. */
  sessionEnded: 4001,
  /** The session goes on under another cookie: come back with that. */
  sessionRotated: 4002,
  /** Nothing valid said, or not signed in, in time. */
  tooLate: 4408,
  /** Too many calls, PINGs or sockets: come back slowly. */
  tooMany: 4429,
} as const

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]
