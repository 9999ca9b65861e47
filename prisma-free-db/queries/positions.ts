import { z } from 'zod'
import type { Db } from '../client.ts'

export interface Heads {
  /** Of the database that gave these numbers: part of every event id. */
  readonly epoch: string
  readonly heads: ReadonlyMap<string, number>
}

/** The number of the last event of each conversation asked for; one that does not exist is absent. */
export async function readPositions(db: Db, conversationIds: readonly string[]): Promise<Heads> {
  return parseHeads(await db.call('read_positions', { p_conversation_ids: [...conversationIds] }))
}

const answer = z.object({ epoch: z.string(), heads: z.array(z.tuple([z.string(), z.int().nonnegative()])) })

/** `{epoch, heads: [[id, number]]}`, its order kept. */
export function parseHeads(value: unknown): Heads {
  const { epoch, heads } = answer.parse(value)
  return { epoch, heads: new Map(heads) }
}

/** Changes when the database was put back to an earlier state, so that its numbers may mean other events. */
export async function readDbEpoch(db: Db): Promise<string> {
  return z.string().parse(await db.call('read_db_epoch', {}))
}

/** For after a restore from a dump. Every position that anyone holds is void from then on; answers the new epoch. */
export async function renewDbEpoch(db: Db): Promise<string> {
  return z.string().parse(await db.call('renew_db_epoch', {}))
}
