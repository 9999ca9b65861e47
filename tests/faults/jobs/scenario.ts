import type { Verdict } from './oracle.ts'
import type { Scene } from './scene.ts'
import type { JobsWorldOptions } from './world.ts'

/** One fault: what people ask for, what breaks meanwhile, and what must hold beyond the ledger. */
export interface Scenario extends JobsWorldOptions {
  readonly name: string
  /** Jobs that reach a provider, two thirds mails, one third WhatsApp messages; a thousand a minute or more. */
  readonly enqueues?: number
  /** Dead letters and messages of unknown fate that come of this fault; otherwise there may be none. */
  readonly allowed?: Partial<Pick<Verdict, 'dead' | 'unsure'>>
  /** Runs while people write. */
  act(scene: Scene): Promise<void>
  /** Runs when every job has ended; throws. */
  check?(scene: Scene, verdict: Verdict): Promise<void>
}

export interface Outcome {
  readonly name: string
  readonly isOk: boolean
  readonly verdict: Verdict
  readonly seconds: number
  readonly notes: readonly string[]
}
