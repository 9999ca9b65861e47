import type { Rules } from './rules.ts'
import type { DeliveryStore } from './store.ts'

/** What every route of the simulator works with. */
export interface SimulatorParts {
  readonly store: DeliveryStore
  readonly rules: Rules
  readonly clock: () => number
}
