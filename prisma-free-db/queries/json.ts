import { z } from 'zod'
import type { Json } from '../schema.ts'

/** Who did it and from where, written with the change itself; null leaves no record. */
export interface AuditEntry {
  readonly action: string
  readonly actorId: string | null
  readonly ip: string | null
}

const json = z.json()

/** A value as an argument of an SQL function. Throws on what JSON cannot hold. */
export const toJson = (value: unknown): Json => json.parse(value)
