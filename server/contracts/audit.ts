import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'
import { role } from './roles.ts'

/** Of which kind the thing is that something was done to. */
export const auditSubjects = [
  'conversation',
  'job',
  'mail_suppression',
  'outgoing_webhook',
  'outgoing_webhook_delivery',
  'payment',
  'product',
  'agent',
  'profile',
  'session',
  'privacy_request',
  'retention_run',
] as const
export type AuditSubject = (typeof auditSubjects)[number]

interface ActionRule {
  /** What it is done to, and the field of the input that names it where one does; `isActor`: whoever does it. */
  readonly subject?: { readonly type: AuditSubject; readonly field?: string; readonly isActor?: true }
  /** Why a success leaves no row. What was refused or failed leaves one in any case. */
  readonly unrecorded?: string
}

const byId = (type: AuditSubject) => ({ subject: { type, field: 'id' } }) as const
const ofOneself = { subject: { type: 'profile', isActor: true } } as const
const ofConversation = { subject: { type: 'conversation', field: 'conversationId' } } as const

/**
 * Every action of the audit log. A mutation names one in its declaration; an action that is not here does not compile.
 * Its words for people stand in src/features/console/audit-texts.ts.
 */
export const auditActions = {
  'conversation.start': { subject: { type: 'conversation' } },
  'conversation.assign': ofConversation,
  'conversation.set-activity': {
    ...ofConversation,
    unrecorded: 'Typing and presence live for seconds and are stored nowhere.',
  },
  'conversation.mark-read': {
    ...ofConversation,
    unrecorded: 'The mark is its own record: who, which conversation, up to where.',
  },
  'message.send': {
    ...ofConversation,
    unrecorded: 'The event is its own record: author, time and conversation, never removed.',
  },
  'notification.mark-read': {
    unrecorded: 'A mark in the reader’s own list; nothing of anybody else changes.',
  },
  'payment.request': ofConversation,

  'product.create': { subject: { type: 'product' } },
  'product.update': byId('product'),
  'product.archive': byId('product'),
  'agent.create': { subject: { type: 'agent' } },
  'agent.update': byId('agent'),
  'agent.archive': byId('agent'),

  'dead-letter.redrive': { subject: { type: 'job' } },
  'dead-letter.discard': { subject: { type: 'job' } },
  'mail.unsuppress': byId('mail_suppression'),
  'webhook.create': { subject: { type: 'outgoing_webhook' } },
  'webhook.update': byId('outgoing_webhook'),
  'webhook.delete': byId('outgoing_webhook'),
  'webhook.rotate-secret': byId('outgoing_webhook'),
  'webhook.test': byId('outgoing_webhook'),
  'webhook.redeliver': { subject: { type: 'outgoing_webhook_delivery', field: 'deliveryId' } },
  'webhook.redeliver-failed': byId('outgoing_webhook'),
  'webhook.process': {},
  /** A provider's request that nobody vouches for. What is accepted is its own record in inbound_webhooks. */
  'webhook.receive': {},

  'auth.link-request': {},
  'auth.sign-in': {},
  'auth.second-factor': {},
  'auth.recovery-code': {},
  'auth.sign-out': {},
  'session.revoke': { subject: { type: 'session', field: 'id' } },
  'session.revoke-others': {},
  'session.revoke-all': {},
  'totp.begin': {},
  'totp.confirm': {},
  'totp.disable': {},
  'totp.recovery-codes': {},

  'staff.invite': { subject: { type: 'profile' } },
  'staff.invite-resend': byId('profile'),
  'staff.invite-cancel': byId('profile'),
  'staff.accept-invitation': { subject: { type: 'profile' } },
  'staff.change-role': byId('profile'),
  'staff.deactivate': byId('profile'),
  'staff.reactivate': byId('profile'),
  'totp.reset': byId('profile'),

  'visitor.confirm-request': {},
  'visitor.confirm': {},

  'privacy.export': byId('profile'),
  'privacy.export-own': ofOneself,
  'privacy.erase': byId('profile'),
  'privacy.erase-request': ofOneself,
  'privacy.erase-refuse': byId('privacy_request'),
  'privacy.dry-run': {},
  'privacy.retention': {},
  'audit.export': {},
} as const satisfies Record<string, ActionRule>

export type AuditAction = keyof typeof auditActions

export const ruleOf = (action: AuditAction): ActionRule => auditActions[action]

/** ok: done. refused: not allowed, or not possible as asked. failed: allowed, and broke. */
export const auditResult = z.enum(['ok', 'refused', 'failed'])
export type AuditResult = z.infer<typeof auditResult>

/** How it was asked for: tRPC over HTTP or a page, the REST face, a WebSocket, a job of ours, a provider's webhook. */
export const auditVia = z.enum(['http', 'rest', 'ws', 'job', 'webhook'])
export type AuditVia = z.infer<typeof auditVia>

/** A row as it is shown. Names are those of today; null where the person is gone. */
export const auditRow = z.object({
  id: z.int(),
  at: timestamp,
  action: z.string(),
  result: auditResult,
  /** The error's code; null for a success. */
  code: z.string().nullable(),
  /** null in rows from before it was kept. */
  via: auditVia.nullable(),
  agent: z.string().nullable(),
  ip: z.string().nullable(),
  /** Several rows of one call have one. */
  callId: uuid.nullable(),
  actor: z.object({ id: uuid, name: z.string().nullable(), role: role.nullable() }).nullable(),
  subject: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }).nullable(),
  details: z.record(z.string(), z.json()),
})
export type AuditRow = z.infer<typeof auditRow>

const nobody = 'nobody'
const action = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'is no action')
  .max(120)

/** As the table takes them: of rows and of sessions. */
export const auditSubjectId = z.string().regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{43})$/i, 'is no id')

/** What of the log is shown. `from` and `until` are moments, the second excluded. */
export const auditFilter = z.object({
  /** A person's id, or `nobody`: what was done by somebody who was not signed in. */
  actor: z.union([uuid, z.literal(nobody)]).optional(),
  action: action.optional(),
  subjectType: z.enum(auditSubjects).optional(),
  subjectId: auditSubjectId.optional(),
  result: auditResult.optional(),
  from: timestamp.optional(),
  until: timestamp.optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>
