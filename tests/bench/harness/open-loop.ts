import { Agent, request } from 'node:http'
import { z } from 'zod'

interface OpenLoopOptions {
  readonly ratePerS: number
  /** Resolves with what went wrong, or undefined; never rejects. */
  readonly send: (turn: number) => Promise<string | undefined>
}

export const phaseResult = z.object({
  phase: z.string(),
  requests: z.int(),
  failed: z.int(),
  /** How often each thing went wrong: a status, a broken connection, no answer in time. */
  failures: z.record(z.string(), z.int()),
  latenciesMs: z.array(z.number()),
})
export type PhaseResult = z.infer<typeof phaseResult>

export interface OpenLoop {
  /** What is scheduled from now on belongs to this phase. */
  enter(phase: string): void
  /** Stops sending, waits for what is under way. */
  finish(): Promise<PhaseResult[]>
}

const tickMs = 1

/**
 * Sends at a fixed rate whatever the answers do, and counts each from the moment it was due: a server that stalls is
 * charged for everyone who would have waited (no "coordinated omission").
 */
export function startOpenLoop(options: OpenLoopOptions): OpenLoop {
  const phases = new Map<string, PhaseResult>()
  const underWay = new Set<Promise<void>>()
  const startedMs = performance.now()
  let current = newPhase('start')
  let sent = 0

  const timer = setInterval(() => {
    while (startedMs + (sent / options.ratePerS) * 1_000 <= performance.now()) {
      const answer = send(startedMs + (sent / options.ratePerS) * 1_000, sent)
      underWay.add(answer)
      void answer.finally(() => underWay.delete(answer))
      sent += 1
    }
  }, tickMs)

  function newPhase(phase: string): PhaseResult {
    const found = phases.get(phase) ?? { phase, requests: 0, failed: 0, failures: {}, latenciesMs: [] }
    phases.set(phase, found)
    return found
  }

  async function send(dueMs: number, turn: number): Promise<void> {
    const phase = current
    phase.requests += 1
    const failure = await options.send(turn)
    if (failure !== undefined) {
      phase.failed += 1
      phase.failures[failure] = (phase.failures[failure] ?? 0) + 1
    }
    phase.latenciesMs.push(performance.now() - dueMs)
  }

  return {
    enter(phase) {
      current = newPhase(phase)
    },
    async finish() {
      clearInterval(timer)
      await Promise.all(underWay)
      return [...phases.values()]
    },
  }
}

interface VisitOptions {
  readonly url: string
  /** A request unanswered for so long counts as failed, as a visitor would count it. */
  readonly timeoutMs: number
  /** The path of the next request. */
  readonly nextPath: () => string
  readonly headersOf: (turn: number) => Readonly<Record<string, string>>
}

export interface Visits {
  readonly send: OpenLoopOptions['send']
  close(): void
}

/** Visitors who ask for one page after the other, over connections that stay. */
export function openVisits({ nextPath, headersOf, ...options }: VisitOptions): Visits {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  return {
    send: (turn) => ask({ ...options, agent, path: nextPath(), headers: headersOf(turn) }),
    close: () => agent.destroy(),
  }
}

interface Ask {
  readonly url: string
  readonly path: string
  readonly agent: Agent
  readonly timeoutMs: number
  readonly headers: Readonly<Record<string, string>>
}

/** Undefined once a 200 with a whole body came in time, else what came instead. */
function ask({ url, path, agent, timeoutMs, headers }: Ask): Promise<string | undefined> {
  return new Promise((resolve) => {
    const tell = (error: Error) => resolve('code' in error ? String(error.code) : error.name)
    const asked = request(`${url}${path}`, { agent, headers, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode === 200 ? undefined : String(answer.statusCode)))
      answer.once('error', tell)
    })
    asked.once('error', tell)
    asked.end()
  })
}
