import { contractOf, isJobName } from './contract-of.ts'

export interface PayloadProblem {
  /** `conversationId`, `items.0.id`; empty for the payload as a whole. */
  readonly path: string
  readonly message: string
}

export type CheckedPayload =
  | { readonly ok: true; readonly version: number; readonly payload: unknown }
  | { readonly ok: false; readonly problems: readonly PayloadProblem[] }

/** Whether today's handler would take the payload, as it would take it. */
export function checkPayload(name: string, payload: unknown): CheckedPayload {
  if (!isJobName(name)) return refuse({ path: '', message: `no job "${name}" in this release` })
  const contract = contractOf(name)
  const parsed = contract.payload.safeParse(payload)
  if (parsed.success) return { ok: true, version: contract.version, payload: parsed.data }
  return refuse(...parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })))
}

const refuse = (...problems: readonly PayloadProblem[]): CheckedPayload => ({ ok: false, problems })
