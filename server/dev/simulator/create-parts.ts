import type { ProviderSecrets } from '../provider-secrets.ts'
import { createPaymentBook } from './payment-book.ts'
import { reportOutcomes } from './report-outcomes.ts'
import { createRules } from './rules.ts'
import { createSettings } from './settings.ts'
import type { SimulatorParts } from './simulator-parts.ts'
import { createDeliveryStore } from './store.ts'
import { createDispatcher } from './webhooks/dispatcher.ts'
import { createEmitter } from './webhooks/emit-events.ts'
import { createEventRules } from './webhooks/event-rules.ts'
import { createEventStore } from './webhooks/event-store.ts'
import { createWhatsappBook } from './whatsapp-book.ts'

export interface PartsOptions {
  /** Where the deliveries are kept; the events lie beside it. Without it nothing is kept. */
  readonly file?: string | undefined
  readonly site: string | null
  readonly secrets: ProviderSecrets
  readonly clock: () => number
}

export function createParts({ file, site, secrets, clock }: PartsOptions): SimulatorParts {
  const store = createDeliveryStore(file === undefined ? {} : { file })
  const events = createEventStore(file === undefined ? {} : { file: `${file}.events` })
  const settings = createSettings(site)
  const eventRules = createEventRules()
  const dispatcher = createDispatcher({ events, settings, secrets, clock })
  const emitter = createEmitter({ events, eventRules, dispatcher, settings, clock })
  const payments = createPaymentBook(store, events)
  const whatsapp = createWhatsappBook(store, events)
  const parts = {
    store,
    rules: createRules(),
    events,
    eventRules,
    emitter,
    dispatcher,
    settings,
    payments,
    whatsapp,
    secrets,
    clock,
  }
  reportOutcomes(parts)
  resume(parts)
  return parts
}

/** By then the site that starts beside the simulator listens. */
const resumeAfterMs = 15_000

/** What was on its way when the simulator ended. */
function resume({ events, dispatcher }: SimulatorParts): void {
  for (const { seq, state, attempts } of events.list()) {
    if (state === 'held') events.update(seq, { state: 'waiting', attempts })
    if (state === 'held' || state === 'waiting') dispatcher.schedule(seq, resumeAfterMs)
  }
}
