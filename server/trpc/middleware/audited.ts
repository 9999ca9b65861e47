import { DatabaseUnavailableError } from '#db/errors.ts'
import type { AuditRecord } from '#db/queries/audit.ts'
import type { AuditEntry } from '#db/queries/json.ts'
import { type AuditAction, type AuditResult, auditSubjectId, ruleOf } from '../../contracts/audit.ts'
import { newId } from '../../contracts/ids.ts'
import { agentLabel } from '../../http/agent-label.ts'
import type { RequestContext } from '../context.ts'
import { t } from '../init.ts'
import { logUnwritten, recordAside } from '../record-aside.ts'
import { asAppError } from './translated.ts'

/** For use cases that write their record with their change: `audit` goes to the SQL function as it is. */
export interface AuditedContext extends RequestContext {
  readonly audit: AuditEntry
}

/**
 * Leaves a row in the audit log for every call of a procedure that names an action: done, refused or failed. A change of
 * rows writes its own with `ctx.audit`, in its transaction, and gets no second one. It stands behind the limits: what
 * they refuse is no row, or whoever floods us would fill the table.
 */
export const audited = t.middleware(async ({ ctx, meta, getRawInput, next }) => {
  const action = meta?.audit
  const audit = await entryOf(ctx, action)
  const result = await next({ ctx: { audit } })
  if (action === undefined) return result
  const outcome = result.ok ? { result: 'ok' as const } : outcomeOf(result.error)
  if (!outcome || (result.ok && ruleOf(action).unrecorded !== undefined)) return result
  const subject = await subjectOf({ action, actorId: audit.actorId, getRawInput })
  const record: AuditRecord = { ...audit, action, ...outcome, ...(subject && { subject }) }
  await write(ctx, record, result.ok ? undefined : result.error.cause)
  return result
})

/** That of a procedure without an action has a name that the table refuses: whoever writes with it has not declared it. */
async function entryOf(ctx: RequestContext, action: AuditAction | undefined): Promise<AuditEntry> {
  const session = await ctx.readSession().catch(() => null)
  return {
    action: action ?? 'UNDECLARED',
    actorId: session?.userId ?? null,
    ip: ctx.clientAddress,
    via: ctx.via,
    callId: newId(),
    // Worked out for whoever writes: most calls do not.
    get agent() {
      return agentLabel(ctx.userAgent)
    },
  }
}

interface Outcome {
  readonly result: AuditResult
  readonly code?: string
}

/** undefined for what a limit refused. */
function outcomeOf(error: { readonly code: string; readonly cause?: unknown }): Outcome | undefined {
  const code = asAppError(error.cause)?.code ?? error.code
  if (code === 'TOO_MANY_REQUESTS') return undefined
  return { result: failures.includes(code) ? 'failed' : 'refused', code }
}

const failures: readonly string[] = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT', 'CLIENT_CLOSED_REQUEST']

interface Asked {
  readonly action: AuditAction
  readonly actorId: string | null
  readonly getRawInput: () => Promise<unknown>
}

/** What the input names, valid or not. Ids alone, of rows and of sessions: all else would be the caller's own text. */
async function subjectOf({ action, actorId, getRawInput }: Asked): Promise<AuditRecord['subject']> {
  const { subject } = ruleOf(action)
  const named = subject?.isActor ? actorId : await readField(getRawInput, subject?.field)
  const { data: id } = auditSubjectId.safeParse(named)
  return subject && id !== undefined ? { type: subject.type, id } : undefined
}

async function readField(getRawInput: Asked['getRawInput'], field: string | undefined): Promise<unknown> {
  if (field === undefined) return undefined
  const input = await getRawInput().catch(() => undefined)
  return typeof input === 'object' && input !== null ? Reflect.get(input, field) : undefined
}

/** With the database away, asking it once more would only hold up the answer. */
async function write({ services }: RequestContext, record: AuditRecord, cause: unknown): Promise<void> {
  if (cause instanceof DatabaseUnavailableError) logUnwritten(services.log, { record, error: cause })
  else await recordAside(services, record)
}
