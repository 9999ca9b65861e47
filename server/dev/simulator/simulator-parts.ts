import type { ProviderSecrets } from '../provider-secrets.ts'
import type { PaymentBook } from './payment-book.ts'
import type { Rules } from './rules.ts'
import type { SettingsHolder } from './settings.ts'
import type { DeliveryStore } from './store.ts'
import type { Dispatcher } from './webhooks/dispatcher.ts'
import type { Emitter } from './webhooks/emit-events.ts'
import type { EventRules } from './webhooks/event-rules.ts'
import type { EventStore } from './webhooks/event-store.ts'
import type { WhatsappBook } from './whatsapp-book.ts'

/** What every route of the simulator works with. */
export interface SimulatorParts {
  /** What the site sent. */
  readonly store: DeliveryStore
  readonly rules: Rules
  /** What is sent to the site. */
  readonly events: EventStore
  readonly eventRules: EventRules
  readonly emitter: Emitter
  readonly dispatcher: Dispatcher
  readonly settings: SettingsHolder
  readonly payments: PaymentBook
  readonly whatsapp: WhatsappBook
  readonly secrets: ProviderSecrets
  readonly clock: () => number
}
