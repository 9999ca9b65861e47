import type { Verdict } from './oracle.ts'
import type { Scene } from './scene.ts'

/** One fault: who is there, what happens while they talk, and what must hold beyond the ledger. */
export interface Scenario {
  readonly name: string
  readonly gateways?: number
  readonly conversations?: number
  /** Messages a second; 0: the scenario sends itself. */
  readonly perSecond?: number
  /** Screens per conversation of each kind, half of them behind the lines that faults cut. */
  readonly watchers?: { readonly trpc: number; readonly sse: number }
  /** Otherwise nobody may be told to start anew: who reads everything again hides what was lost. */
  readonly mayResync?: boolean
  /** Runs while messages flow. */
  act(scene: Scene): Promise<void>
  /** Runs after the last screen has caught up; throws. */
  check?(scene: Scene, found: Found): Promise<void>
}

export interface Found {
  readonly verdict: Verdict
  readonly screens: number
  readonly resyncs: number
  readonly connections: number
}

export interface Outcome extends Found {
  readonly name: string
  readonly isOk: boolean
  readonly notes: readonly string[]
}
