import type { Writable } from 'node:stream'
import { WebSocket } from 'ws'
import { type CloseCode, closeCodes } from '../../contracts/sockets.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import { nothing } from '../wire/claims.ts'
import type { SocketLine } from '../wire/socket-line.ts'
import { type ClientCall, type ClientFrame, readFrame } from './client-frame.ts'
import { encodeRefusal } from './encode-refusal.ts'
import type { Guest, House } from './house.ts'
import { OpenCalls, type Settled } from './open-calls.ts'
import { take } from './pace.ts'
import type { SessionEnd, SessionHolder } from './session-watch.ts'
import { countUp, type Ending } from './tally.ts'
import type { Visited } from './timer-wheel.ts'

/** What sockets share beyond the house. */
export interface SocketHouse extends House {
  /** What the text being sent says about a call (`watchReplies`). */
  takeReply(): Settled | undefined
  /** The token that an Authorization header would name. */
  readBearer(authorization: string | undefined): string | undefined
}

export interface Arrival {
  readonly house: SocketHouse
  /** What the client came in by. */
  readonly line: Writable
  readonly address: string
  /** As the browser called itself in the handshake; empty where it did not say. */
  readonly userAgent: string
  /** What the handshake named; undefined for a stranger, and for whoever says it in the first frame. */
  readonly credentials: SocketCredentials | undefined
  /** The first frame says who it is: a page that shares no cookie with us can put no header on a handshake. */
  readonly isToSay: boolean
}

interface SocketCredentials {
  readonly token: string
  readonly by: 'cookie' | 'bearer'
}

type Data = Parameters<WebSocket['send']>[0]
type Sent = (error?: Error) => void
type SendOptions = Exclude<Parameters<WebSocket['send']>[1], undefined>

const reconnectFrame = JSON.stringify({ id: null, method: 'reconnect' })
/** Calls that come in one burst read the session once. Its end closes the socket in any case. */
const sharedReadMs = 1_000

/**
 * A socket that keeps the limits before tRPC sees a frame. A subclass, and no listeners or timers of its own: with
 * thousands of sockets each closure counts.
 */
export class GatewaySocket extends WebSocket implements Visited, SessionHolder, Guest, SocketLine {
  #house: SocketHouse | undefined
  #line: Writable | undefined
  #address = ''
  #userAgent = ''
  #credentials: SocketCredentials | undefined
  #isToSay = false
  #openedAtMs = 0
  #heardAtMs = 0
  /** When the client was asked whether it is there; 0 while no answer is due. */
  #askedAtMs = 0
  #callsPaidAtMs = 0
  #pingsPaidAtMs = 0
  #hasSpoken = false
  #session: Session | undefined
  #isSessionUnreadable = false
  #sessionRead: Promise<Session | null> | undefined
  #sessionReadAtMs = 0
  readonly #calls = new OpenCalls()
  #ending: Ending = 'left'

  get address(): string {
    return this.#address
  }

  get userAgent(): string {
    return this.#userAgent
  }

  get credentials(): SocketCredentials | undefined {
    return this.#credentials
  }

  get subscriptions(): number {
    return this.#calls.subscriptions
  }

  /** Must be called in the turn in which the socket was made: from then on every frame is counted. */
  begin({ house, line, address, userAgent, credentials, isToSay }: Arrival): void {
    this.#house = house
    this.#line = line
    this.#address = address
    this.#userAgent = userAgent
    this.#credentials = credentials
    this.#isToSay = isToSay
    this.#openedAtMs = house.wheel.now()
    this.#heardAtMs = this.#openedAtMs
    house.tally.opened += 1
    const firstLookMs = credentials === undefined ? house.limits.firstMessageMs : sharedReadMs
    house.wheel.add(this, Math.min(house.heartbeat.quietMs, firstLookMs, house.limits.firstMessageMs))
    void this.#identify(house)
  }

  /** Who the token belongs to now. Rejects with SERVICE_UNAVAILABLE while sessions cannot be read. */
  readSession(): Promise<Session | null> {
    const house = this.#house
    if (!house || !this.#credentials) return Promise.resolve(null)
    const nowMs = house.wheel.now()
    if (!this.#sessionRead || nowMs - this.#sessionReadAtMs > sharedReadMs) {
      this.#sessionReadAtMs = nowMs
      this.#sessionRead = house.sessions.get(this.#credentials.token)
    }
    return this.#sessionRead
  }

  /** For the hub, past everything: the frame is made, and the same for all. */
  writeFrame(frame: Buffer): void {
    if (!this.#line || !this.#house || this.readyState !== WebSocket.OPEN) return
    this.#line.write(frame)
    if (this.#line.writableLength > this.#house.limits.bufferedBytes) this.cut('slow_reader')
  }

  /** tRPC's client opens another socket, takes its subscriptions along, and closes this one. */
  askToMove(): void {
    this.send(reconnectFrame)
  }

  sessionEnded(end: SessionEnd): void {
    if (end === 'rotated') this.dismiss('session_rotated', closeCodes.sessionRotated)
    else this.dismiss('session_ended', closeCodes.sessionEnded)
  }

  dismiss(ending: Ending, code: CloseCode): void {
    if (this.readyState !== WebSocket.OPEN) return
    this.#ending = ending
    this.close(code, ending)
  }

  /** Without a farewell, for whoever would not get it. */
  cut(ending: Ending): void {
    if (this.readyState === WebSocket.CLOSED) return
    this.#ending = ending
    this.terminate()
  }

  visit(nowMs: number): number | undefined {
    const house = this.#house
    if (!house || this.readyState !== WebSocket.OPEN) return undefined
    if (nowMs - this.#sessionReadAtMs > sharedReadMs) this.#sessionRead = undefined
    const deadlineMs = this.#checkDeadline(house, nowMs)
    const heartbeatMs = this.#checkHeartbeat(house, nowMs)
    return deadlineMs === undefined || heartbeatMs === undefined ? undefined : Math.min(deadlineMs, heartbeatMs)
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    const house = this.#house
    if (!house) return super.emit(event, ...args)
    if (event === 'message') return this.#onMessage(house, args)
    if (event === 'ping' || event === 'pong') this.#countPing(house)
    if (event === 'close') this.#leave(house)
    return super.emit(event, ...args)
  }

  override send(data: Data, options?: SendOptions | Sent, sent?: Sent): void {
    const reply = this.#house?.takeReply()
    if (reply) this.#calls.settle(reply)
    if (data === nothing) return
    if (typeof options === 'object') super.send(data, options, sent)
    else super.send(data, options)
    if (this.#house && this.bufferedAmount > this.#house.limits.bufferedBytes) this.cut('slow_reader')
  }

  #onMessage(house: SocketHouse, args: unknown[]): boolean {
    const [data, isBinary] = args
    if (this.readyState !== WebSocket.OPEN) return false
    house.tally.frames += 1
    this.#heardAtMs = house.wheel.now()
    if (isBinary === true || !Buffer.isBuffer(data)) {
      this.dismiss('unsupported', closeCodes.unsupported)
      return false
    }
    const frame = readFrame(data)
    if (frame.kind !== 'ping' && frame.kind !== 'pong') this.#introduce(house, frame)
    if (frame.kind === 'ping' || frame.kind === 'pong') this.#countPing(house)
    else if (this.#takeCalls(house, frame) && frame.kind === 'calls') return this.#admit(house, frame.calls, args)
    return this.readyState === WebSocket.OPEN && super.emit('message', ...args)
  }

  /** By the first frame only, as tRPC reads it: whatever else comes first names nobody, and tRPC closes the socket. */
  #introduce(house: SocketHouse, frame: ClientFrame): void {
    if (!this.#isToSay) return
    this.#isToSay = false
    const token = frame.kind === 'params' ? house.readBearer(frame.authorization) : undefined
    if (token === undefined) return
    this.#credentials = { token, by: 'bearer' }
    void this.#identify(house)
  }

  #takeCalls(house: SocketHouse, frame: ClientFrame): boolean {
    if (frame.kind !== 'unreadable') this.#hasSpoken = true
    const cost = frame.kind === 'calls' ? frame.calls.length : 1
    const paidAtMs = take(house.limits.calls, this.#callsPaidAtMs, { nowMs: this.#heardAtMs, cost })
    if (paidAtMs === undefined) this.dismiss('too_many_frames', closeCodes.tooMany)
    else this.#callsPaidAtMs = paidAtMs
    return paidAtMs !== undefined
  }

  #countPing(house: SocketHouse): void {
    house.tally.pings += 1
    this.#heardAtMs = house.wheel.now()
    const paidAtMs = take(house.limits.pings, this.#pingsPaidAtMs, { nowMs: this.#heardAtMs })
    if (paidAtMs === undefined) this.dismiss('too_many_frames', closeCodes.tooMany)
    else this.#pingsPaidAtMs = paidAtMs
  }

  /** Passes on what may go through; the rest is answered here. */
  #admit(house: SocketHouse, calls: readonly ClientCall[], args: unknown[]): boolean {
    // tRPC answers each call of such a batch with an error, and opens none.
    if (calls.length > house.limits.batchCalls) return super.emit('message', ...args)
    const admitted = calls.filter((call) => this.#open(house, call))
    if (admitted.length === calls.length) return super.emit('message', ...args)
    if (admitted.length === 0) return false
    return super.emit('message', Buffer.from(JSON.stringify(admitted.map(({ raw }) => raw))), false)
  }

  #open(house: SocketHouse, call: ClientCall): boolean {
    const refusal = this.#calls.open(call, house.limits)
    if (!refusal) return true
    countUp(house.tally.refusedCalls, refusal)
    super.send(encodeRefusal(call, refusal))
    return false
  }

  async #identify(house: SocketHouse): Promise<void> {
    if (!this.#credentials) return
    this.#isSessionUnreadable = false
    try {
      const { token } = this.#credentials
      const session = await this.readSession()
      if (session && !this.#session && this.readyState === WebSocket.OPEN) this.#hold(house, session, token)
    } catch {
      this.#isSessionUnreadable = true
    }
  }

  #hold(house: SocketHouse, session: Session, token: string): void {
    if (house.admission.enterUser(session.userId)) {
      this.dismiss('user_full', closeCodes.tooMany)
      return
    }
    this.#session = session
    const ended = house.watch.join({ session, token }, this)
    if (ended) this.sessionEnded(ended)
  }

  /** @returns how long it may still take, or undefined once the socket is closed for it. */
  #checkDeadline(house: SocketHouse, nowMs: number): number | undefined {
    if (this.#hasSpoken && this.#session) return house.limits.firstMessageMs
    const leftMs = this.#openedAtMs + house.limits.firstMessageMs - nowMs
    if (this.#isSessionUnreadable && (leftMs > 0 || this.#hasSpoken)) {
      void this.#identify(house)
      return sharedReadMs
    }
    // The session may be on its way, and turn out unreadable.
    if (leftMs > 0) return this.#session || !this.#credentials ? leftMs : Math.min(leftMs, sharedReadMs)
    this.dismiss('too_late', closeCodes.tooLate)
    return undefined
  }

  /** @returns when to look again, or undefined once the line is cut. */
  #checkHeartbeat(house: SocketHouse, nowMs: number): number | undefined {
    const { quietMs, answerMs } = house.heartbeat
    if (this.#askedAtMs > 0 && this.#heardAtMs < this.#askedAtMs) {
      const leftMs = this.#askedAtMs + answerMs - nowMs
      if (leftMs > 0) return leftMs
      this.cut('dead_line')
      return undefined
    }
    this.#askedAtMs = 0
    const leftMs = this.#heardAtMs + quietMs - nowMs
    if (leftMs > 0) return leftMs
    this.#askedAtMs = nowMs
    this.ping()
    return answerMs
  }

  #leave(house: SocketHouse): void {
    countUp(house.tally.endings, this.#ending)
    house.admission.leave(this.#address)
    if (!this.#session) return
    house.watch.leave(this.#session.id, this)
    house.admission.leaveUser(this.#session.userId)
  }
}
