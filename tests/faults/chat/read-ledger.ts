import { z } from 'zod'
import type { ConnectedServices } from '#server/services.ts'
import type { LedgerEvent } from './oracle.ts'

const event = z.object({ conversationId: z.string(), seq: z.coerce.number(), id: z.string(), clientMsgId: z.string() })

/** Every event of these conversations, straight from the table. */
export async function readLedger(
  { db }: ConnectedServices,
  conversationIds: readonly string[],
): Promise<LedgerEvent[]> {
  if (!db.sql) throw new Error('the fault runs need the direct way to Postgres')
  return event.array().parse([
    ...(await db.sql`
      select conversation_id as "conversationId", seq, id, client_msg_id as "clientMsgId"
      from public.conversation_events where conversation_id in ${db.sql([...conversationIds])}
      order by conversation_id, seq`),
  ])
}
