import { z } from 'zod'

/** A place in a numbered stream: event `seq` as the database of that epoch counts. */
export interface Position {
  /** Changes when the database was put back to an earlier state: its numbers mean other events from then on. */
  readonly epoch: string
  readonly seq: number
}

/** The id of a durable event, and so the cursor of whoever has seen it: `e1.<epoch>.<seq>`. */
export const formatEventId = ({ epoch, seq }: Position): string => `e1.${epoch}.${seq}`

const pattern = /^e1\.([0-9a-z]{1,32})\.(\d{1,15})$/

/** Undefined for what is no id of ours. */
export function parseEventId(text: string): Position | undefined {
  const [, epoch, seq] = pattern.exec(text) ?? []
  return epoch === undefined ? undefined : { epoch, seq: Number(seq) }
}

/** A cursor as clients hand it in. One that cannot be read is not refused: its owner is told to start anew. */
export const cursorInput = z.string().max(64).optional()
