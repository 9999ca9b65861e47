import type { Logger } from 'pino'
import type { SubscriberLink } from '../subscriber-link.ts'
import type { LocalLevel } from './local-level.ts'
import type { CacheRemote } from './remote.ts'
import type { Stamp } from './stamp.ts'

interface BusOptions {
  readonly link: SubscriberLink
  readonly channel: string
  readonly level: LocalLevel
  readonly remote: CacheRemote
  readonly clock: () => number
  readonly log: Logger
}

export interface BusState {
  /** `synced`: every invalidation since then has been heard of. */
  readonly status: 'down' | 'syncing' | 'synced'
  readonly epoch: string | null
  readonly appliedSeq: number
  /** Messages found missing, and times that the level was dropped for it. */
  readonly gaps: number
}

const proofEveryMs = 400
/** How long a proof holds: a process that no message reaches any more serves what is void no longer than this. */
const trustMs = 1_000
/** A subscriber that is silent for so long is given up. */
const pongMs = 1_000

/**
 * Keeps the in-process level coherent. Invalidations arrive as numbered messages: a number that does not follow the
 * last one means a loss, and the level is dropped. Between messages, proof: Redis names the number it is at, and then
 * a PONG comes on the connection of the messages; if every number up to that one has been heard, the level may serve
 * for another second, counted from the question. So a link that is dead, frozen, or loses messages on its way through
 * a Cluster is found out without a message. After every (re)subscription the level starts empty, from the moment that
 * Redis names (docs/decisions/011-invalidations-are-numbered-messages.md).
 */
export function createInvalidationBus({ link, channel, level, remote, clock, log }: BusOptions) {
  let status: BusState['status'] = 'down'
  let applied: Stamp = { epoch: '', seq: 0 }
  /** Messages up to here may be late ones from before the synchronisation. */
  let syncedSeq = 0
  /** The last message while not synchronised. */
  let heard: Stamp | undefined
  let connection = 0
  let gaps = 0
  let isSyncing = false
  let isProving = false
  /** The last proof found messages missing; they may have been under way. */
  let wasBehind = false
  let timer: NodeJS.Timeout | undefined

  function onUp(): void {
    connection += 1
    status = 'syncing'
    heard = undefined
    wasBehind = false
    void synchronise()
  }

  function onDown(): void {
    connection += 1
    status = 'down'
    distrust()
  }

  function distrust(): void {
    level.trust(0, 0)
    level.begin(undefined, 0)
  }

  async function synchronise(): Promise<void> {
    if (isSyncing) return
    isSyncing = true
    const began = connection
    try {
      const stamp = await remote.readStamp()
      // Of two epochs nobody knows which is the later one: the next beat asks again.
      if (began === connection && status === 'syncing' && (!heard || heard.epoch === stamp.epoch)) start(stamp)
      heard = undefined
    } catch {
      // The next beat tries again; until then nothing is kept.
    }
    isSyncing = false
  }

  function start({ epoch, seq }: Stamp): void {
    applied = { epoch, seq: Math.max(seq, heard?.seq ?? 0) }
    syncedSeq = applied.seq
    status = 'synced'
    level.begin(epoch, applied.seq)
    void prove()
  }

  function onMessage(text: string): void {
    const [epoch = '', number, ...tags] = text.split(' ')
    const seq = Number(number)
    remote.note({ epoch, seq })
    level.touch(tags, { epoch, seq })
    if (status !== 'synced') heard = { epoch, seq }
    else if (epoch === applied.epoch && seq === applied.seq + 1) applied = { epoch, seq }
    else if (epoch !== applied.epoch || seq > syncedSeq) beginAnew({ epoch, seq })
  }

  /** Something was lost, or Redis began anew. The link itself works: what comes from now on is complete. */
  function beginAnew(stamp: Stamp): void {
    gaps += 1
    log.warn({ gaps }, 'Invalidations are missing: the cache in this process begins anew')
    applied = stamp
    syncedSeq = stamp.seq
    level.begin(stamp.epoch, stamp.seq)
  }

  async function prove(): Promise<void> {
    if (isProving) return
    isProving = true
    const began = connection
    try {
      const askedMs = clock()
      const stamp = await remote.readStamp()
      const isAlive = await link.ping(pongMs)
      if (began === connection && status === 'synced') judge(stamp, { askedMs, isAlive })
    } catch {
      // Without an answer there is no proof, and the last one runs out by itself.
    }
    isProving = false
  }

  function judge(stamp: Stamp, { askedMs, isAlive }: { readonly askedMs: number; readonly isAlive: boolean }): void {
    const isBehind = stamp.epoch !== applied.epoch || stamp.seq > applied.seq
    if (isAlive && !isBehind) level.trust(askedMs, askedMs + trustMs)
    if (!isAlive || (isBehind && wasBehind)) giveUp()
    wasBehind = isBehind
  }

  function giveUp(): void {
    gaps += 1
    log.warn({ gaps }, 'The link of the invalidations is silent or loses messages: reconnecting')
    onDown()
    link.reconnect()
  }

  function beat(): void {
    if (status === 'syncing') void synchronise()
    if (status === 'synced') void prove()
  }

  return {
    start(): void {
      if (timer) return
      timer = setInterval(beat, proofEveryMs)
      timer.unref()
      link.watch(channel, { onMessage, onUp, onDown })
    },
    stop(): void {
      clearInterval(timer)
      status = 'down'
      distrust()
    },
    /** Another part heard from Redis: an epoch that no message told of means that messages are lost. */
    observe(stamp: Stamp): void {
      if (status !== 'synced' || stamp.epoch === applied.epoch) return
      status = 'syncing'
      distrust()
      void synchronise()
    },
    state: (): BusState => ({ status, epoch: applied.epoch || null, appliedSeq: applied.seq, gaps }),
  }
}
