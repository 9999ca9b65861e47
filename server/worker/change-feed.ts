import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ChangeFeedSession } from '#db/change-feed/open-session.ts'
import { type Bell, createBell } from '#server/jobs/bell.ts'

/**
 * Makes every cache of the fleet forget what was changed in the database, whoever changed it. Any number of workers
 * run one; the one whose session holds the lead works, the others ask for it several times a second.
 */
export interface ChangeFeed {
  start(): void
  /** true while the loop turns; a loop that waits out a failure turns, too. */
  isAlive(): boolean
  isLeading(): boolean
  close(): Promise<void>
}

interface ChangeFeedOptions {
  readonly openSession: (hooks: { readonly onWake: () => void; readonly onLost: () => void }) => ChangeFeedSession
  /** Tells the cache; true when it has taken it. */
  readonly deliver: (tags: readonly string[]) => Promise<boolean>
  readonly log: Logger
  /** What is written without a wake-up, or whose wake-up was lost, is found this often. */
  readonly pollMs?: number
  readonly clock?: () => number
}

const defaultPollMs = 500
/** The longest nobody leads after a leader's connection was cut. */
const candidateMs = 200
const retryMs = 250
const stuckAfterMs = 30_000

export function createChangeFeed({
  openSession,
  deliver,
  log,
  pollMs,
  clock = Date.now,
}: ChangeFeedOptions): ChangeFeed {
  const stopping = new AbortController()
  const turn: Turn = { deliver, log, pollMs: pollMs ?? defaultPollMs, signal: stopping.signal, bell: createBell() }
  const trouble = createTroubleLog(log)
  let loop: Promise<void> | undefined
  let lastTurnAtMs = 0
  let leads = false

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const session = openSession({ onWake: turn.bell.ring, onLost: endLead })
      const failure = await serve(session).catch((error: unknown) => ({ error }))
      endLead()
      await session.close()
      if (failure) await trouble.began(failure.error, stopping.signal)
    }
  }

  /** The loop, which may be waiting, learns of it at once. */
  function endLead(): void {
    leads = false
    turn.bell.ring()
  }

  async function serve(session: ChangeFeedSession): Promise<void> {
    while (!stopping.signal.aborted) {
      lastTurnAtMs = clock()
      if (!leads && !(await session.tryToLead())) {
        trouble.ended()
        await pause(candidateMs, stopping.signal)
        continue
      }
      if (!leads) log.info('leads the change feed')
      leads = true
      const outcome = await relay(session, turn)
      if (outcome !== 'kept') trouble.ended()
      else await trouble.began(new Error('Redis did not take the invalidations'), stopping.signal)
    }
  }

  return {
    start: () => {
      loop ??= run()
    },
    isAlive: () => loop !== undefined && !stopping.signal.aborted && clock() - lastTurnAtMs < stuckAfterMs,
    isLeading: () => leads,
    close: async () => {
      stopping.abort()
      await loop
    },
  }
}

interface Turn extends Pick<ChangeFeedOptions, 'deliver' | 'log'> {
  readonly pollMs: number
  readonly signal: AbortSignal
  readonly bell: Bell
}

/** Read, tell, forget: a crash in between means that it is told twice, which is harmless. */
async function relay(session: ChangeFeedSession, turn: Turn): Promise<'told' | 'idle' | 'kept'> {
  const changes = await session.read()
  if (changes.ids.length === 0) {
    await turn.bell.wait({ timeoutMs: turn.pollMs, signal: turn.signal })
    return 'idle'
  }
  if (!(await turn.deliver(changes.tags))) return 'kept'
  await session.forget(changes)
  turn.log.debug({ rows: changes.ids.length, tags: changes.tags.length }, 'changes told to the cache')
  return 'told'
}

/** One line when trouble starts and one when it ends; in between a pause after each attempt. */
function createTroubleLog(log: Logger) {
  let failures = 0
  return {
    async began(error: unknown, signal: AbortSignal) {
      if (failures === 0)
        log.warn({ err: error }, 'the change feed stands still; what was changed waits in the database')
      failures += 1
      await pause(retryMs, signal)
    },
    ended() {
      if (failures > 0) log.info({ failures }, 'the change feed runs again')
      failures = 0
    },
  }
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}
