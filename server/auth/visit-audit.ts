import type { AuditEntry } from '#db/queries/json.ts'
import type { AuditAction } from '../contracts/audit.ts'
import { agentLabel } from '../http/agent-label.ts'
import type { Services } from '../services.ts'
import { recordAside } from '../trpc/record-aside.ts'

/** The audit of one request of signing in, which knows from where it comes. */
export interface VisitAudit {
  /** For a change that writes its own row. */
  entry(action: AuditAction): Omit<AuditEntry, 'actorId'> & { readonly action: AuditAction }
  /** For what changes no row; never fails. */
  note(action: AuditAction, outcome: VisitOutcome): Promise<void>
}

interface VisitOutcome {
  readonly actorId: string | null
  /** Why it was refused; without it, it was done. */
  readonly code?: string
}

export function createVisitAudit(
  services: Pick<Services, 'db' | 'log'>,
  { userAgent, address }: { readonly userAgent: string; readonly address: string },
): VisitAudit {
  const from = { ip: address, via: 'rest', agent: agentLabel(userAgent) } as const
  return {
    entry: (action) => ({ action, ...from }),
    note: (action, { actorId, code }) =>
      recordAside(services, { action, actorId, ...from, ...(code !== undefined && { result: 'refused', code }) }),
  }
}
