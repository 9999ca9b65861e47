import type { ConnectedServices } from '#server/services.ts'

/** What an earlier scenario left: its jobs would be done again by this one's workers. */
export async function clearGround({ db }: ConnectedServices): Promise<void> {
  await sqlOf(db)`truncate table
    public.outbox, public.dead_letters, public.inbound_webhooks, public.conversations, public.whatsapp_contacts cascade`
}

export function sqlOf(db: ConnectedServices['db']) {
  if (!db.sql) throw new Error('the fault runs need the direct way to Postgres')
  return db.sql
}
