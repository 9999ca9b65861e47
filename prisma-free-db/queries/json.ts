import { z } from 'zod'
import type { AuditVia } from '#server/contracts/audit.ts'
import type { Json } from '../schema.ts'

/** Who did it, how and from where, written with the change itself; null leaves no record. */
export interface AuditEntry {
  readonly action: string
  /** null: nobody is known. */
  readonly actorId: string | null
  /** As the limits count it: IPv6 by its /64. */
  readonly ip: string | null
  readonly via?: AuditVia
  /** The browser in closed words, as agent-label.ts of server/http makes them; never the header. */
  readonly agent?: string | null
  /** Of one call of a procedure: a success that its transaction has written is not written again. */
  readonly callId?: string
}

const json = z.json()

/** A value as an argument of an SQL function. Throws on what JSON cannot hold. */
export const toJson = (value: unknown): Json => json.parse(value)
