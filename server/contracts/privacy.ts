import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'
import { type RetentionRuleName, retentionRules } from './retention.ts'
import { role } from './roles.ts'

export const person = z.object({
  id: uuid,
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  role,
  isActive: z.boolean(),
  createdAt: timestamp,
  lastSeenAt: timestamp,
  erasedAt: timestamp.nullable(),
  conversations: z.int().nonnegative(),
  /** The latest. */
  consent: z
    .object({
      textVersion: z.string(),
      basis: z.enum(['form', 'notice']),
      channel: z.enum(['site', 'whatsapp']),
      givenAt: timestamp,
    })
    .nullable(),
  hasOpenRequest: z.boolean(),
  /** Whom the same address was given for: it may be one person, or somebody who typed another's. At most ten. */
  others: z.array(z.object({ id: uuid, name: z.string(), role })),
})
export type Person = z.infer<typeof person>

/** Why a wish to be erased is not granted (LGPD, art. 16), or not yet. */
export const refusalReason = z.enum(['legal_duty', 'legal_claim', 'contract', 'identity'])
export type RefusalReason = z.infer<typeof refusalReason>

const requestState = z.enum(['open', 'done', 'refused'])

export const privacyRequest = z.object({
  id: uuid,
  kind: z.literal('erase'),
  state: requestState,
  reason: refusalReason.nullable(),
  requestedAt: timestamp,
  decidedAt: timestamp.nullable(),
  person: z.object({ id: uuid, name: z.string(), email: z.string().nullable() }),
})
export type PrivacyRequest = z.infer<typeof privacyRequest>

/** What a person sees of their own. */
export const ownPrivacyRequest = privacyRequest.pick({ state: true, reason: true, requestedAt: true, decidedAt: true })

const ruleName = z.custom<RetentionRuleName>((name) => typeof name === 'string' && Object.hasOwn(retentionRules, name))

export const retentionResult = z.object({
  rule: ruleName,
  /** Rows, or people, that were past their time when the run began. */
  due: z.int().nonnegative(),
  /** How many went; null where nothing was to be done: in a dry run, or where another job does it. */
  done: z.int().nonnegative().nullable(),
  /** Those that an error kept from going. */
  failed: z.int().positive().optional(),
})
export type RetentionResult = z.infer<typeof retentionResult>

export const retentionRun = z.object({
  id: uuid,
  at: timestamp,
  /** Looked, and did nothing. */
  isDry: z.boolean(),
  /** Rules of another release are left out. */
  results: z.array(z.unknown()).transform((results) =>
    results.flatMap((result) => {
      const { data } = retentionResult.safeParse(result)
      return data ? [data] : []
    }),
  ),
})
export type RetentionRun = z.infer<typeof retentionRun>
