import { Agent } from 'node:http'
import type { ProviderSecrets } from '../../provider-secrets.ts'
import type { SettingsHolder } from '../settings.ts'
import { attemptDelivery } from './attempt-delivery.ts'
import { deliveryTerms } from './delivery-terms.ts'
import type { EventStore } from './event-store.ts'
import { createGate, type Gate } from './gate.ts'
import { type Attempt, type SenderName, senderNames, type WebhookEvent } from './webhook-events.ts'

export interface Dispatcher {
  /** The first attempt after a while, then the provider's retries. */
  schedule(seq: number, delayMs: number): void
  /** One after another: each begins when the one before it was answered. */
  sendInOrder(seqs: readonly number[]): void
  /** One more attempt now, whatever became of the event. */
  redeliver(seq: number): Promise<WebhookEvent | undefined>
  /** Whose queue stands still after too many failures. */
  paused(): readonly SenderName[]
  resume(): void
  close(): void
}

interface DispatcherOptions {
  readonly events: EventStore
  readonly settings: SettingsHolder
  readonly secrets: ProviderSecrets
  readonly clock: () => number
}

const atOnce = 16

/** Carries events to the site as each provider does: how many at once, how long it waits, when it gives up. */
export function createDispatcher({ events, settings, secrets, clock }: DispatcherOptions): Dispatcher {
  const timers = new Set<NodeJS.Timeout>()
  const agent = new Agent({ keepAlive: true })
  let isClosed = false
  const queues = createQueues()

  const later = (delayMs: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, delayMs)
    timers.add(timer)
  }

  async function attempt(event: WebhookEvent): Promise<WebhookEvent> {
    const { site } = settings.current()
    if (site === null) return events.update(event.seq, { state: 'undeliverable', attempts: event.attempts })
    const route = { site, secrets, nowMs: clock(), agent }
    const made = await attemptDelivery(event, route)
    return isClosed ? event : note(event.seq, made)
  }

  function note(seq: number, made: Attempt): WebhookEvent {
    const event = mustFind(events, seq)
    const attempts = [...event.attempts, made]
    const isTaken = made.status !== null && deliveryTerms[event.provider].isTaken(made.status)
    queues.count(event.provider, isTaken)
    return events.update(seq, { state: stateAfter(event, { attempts, isTaken }), attempts })
  }

  async function deliver(seq: number): Promise<void> {
    const due = events.find(seq)
    if (due?.state !== 'waiting' || isClosed) return
    if (queues.isPaused(due.provider)) return queues.park(due)
    const event = await queues.gates[due.provider](() => attempt(mustFind(events, seq)))
    if (event.state === 'waiting') later(retryDelay(event, settings), () => void deliver(seq))
  }

  return {
    schedule: (seq, delayMs) => later(delayMs, () => void deliver(seq)),
    sendInOrder: (seqs) => void runInOrder(seqs, deliver),
    redeliver: async (seq) => {
      const event = events.find(seq)
      return event && queues.gates[event.provider](() => attempt(mustFind(events, seq)))
    },
    paused: () => senderNames.filter(queues.isPaused),
    resume: () => {
      for (const seq of queues.resume()) void deliver(seq)
    },
    close: () => {
      isClosed = true
      agent.destroy()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

async function runInOrder(seqs: readonly number[], deliver: (seq: number) => Promise<void>): Promise<void> {
  for (const seq of seqs) await deliver(seq)
}

/** What was delivered once, or given up, stays so when somebody sends it again by hand and it fails. */
function stateAfter(event: WebhookEvent, made: { attempts: readonly Attempt[]; isTaken: boolean }) {
  if (made.isTaken) return 'delivered'
  if (event.state !== 'waiting') return event.state
  const most = Math.min(event.maxAttempts ?? Infinity, deliveryTerms[event.provider].retrySeconds.length + 1)
  return made.attempts.length >= most ? 'failed' : 'waiting'
}

function retryDelay(event: WebhookEvent, settings: SettingsHolder): number {
  const seconds = deliveryTerms[event.provider].retrySeconds[event.attempts.length - 1] ?? 0
  return seconds * 1_000 * settings.current().retryScale
}

function mustFind(events: EventStore, seq: number): WebhookEvent {
  const event = events.find(seq)
  if (!event) throw new Error(`no event ${seq}`)
  return event
}

/** Per provider: how many at once, and whether failures have stopped it. */
function createQueues() {
  const gates = mapSenders<Gate>((name) => createGate(deliveryTerms[name].isSequential ? 1 : atOnce))
  const failures = mapSenders(() => 0)
  const parked = new Set<number>()
  const isPaused = (name: SenderName) => failures[name] >= (deliveryTerms[name].pausesAfter ?? Infinity)
  return {
    gates,
    isPaused,
    count: (name: SenderName, isTaken: boolean) => {
      failures[name] = isTaken ? 0 : failures[name] + 1
    },
    park: ({ seq }: WebhookEvent) => void parked.add(seq),
    resume: () => {
      for (const name of senderNames) failures[name] = 0
      const seqs = [...parked]
      parked.clear()
      return seqs
    },
  }
}

const mapSenders = <T>(make: (name: SenderName) => T): Record<SenderName, T> => ({
  resend: make('resend'),
  whatsapp: make('whatsapp'),
  'mercado-pago': make('mercado-pago'),
  asaas: make('asaas'),
  stripe: make('stripe'),
})
