import { v7 } from 'uuid'
import { z } from 'zod'

export const uuid = z.uuid()

/** A UUIDv7: sorts by creation time; used for rows, events and outbox ids (never reused). */
export const newId = (): string => v7()

/** Lower-case words joined by hyphens, as they stand in an address. */
export const slug = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens')

/** Postgres timestamptz as ISO 8601 with offset. */
export const timestamp = z.iso.datetime({ offset: true })
