import { z } from 'zod'
import type { Json } from '../schema.ts'

const editOutcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('stored'), id: z.string(), slug: z.string(), tx: z.string() }),
  z.object({ status: z.enum(['taken', 'unknown']), field: z.string() }),
])

/**
 * What became of an edit of the catalogue. `tx` names its rows in the log of the change feed; `taken` and `unknown`
 * name the input field whose value another row has, or whose row does not exist.
 */
export type EditOutcome = z.infer<typeof editOutcome>

export const parseOutcome = (answer: Json): EditOutcome => editOutcome.parse(answer)

/** Without what is undefined, at any depth: JSON has no such thing. */
export const given = (fields: object): unknown => JSON.parse(JSON.stringify(fields))
