import type { AuditWorld } from './audit-world.ts'

/** One call that succeeds. */
export interface Scene {
  readonly input?: unknown
  /** Whose session; a stranger's where there is none. */
  readonly cookie?: string
  /** How many rows the call leaves; 1. */
  readonly rows?: number
}

export type MakeScene = (world: AuditWorld) => Promise<Scene>

export const asAdmin =
  (makeInput: (world: AuditWorld) => unknown): MakeScene =>
  async (world) => ({ cookie: await world.adminCookie(), input: await makeInput(world) })
