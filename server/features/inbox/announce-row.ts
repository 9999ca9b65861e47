import type { InboxSignal, SharedInboxRow } from '../../contracts/signals.ts'
import type { Services } from '../../services.ts'

interface ChangedRow {
  readonly row: SharedInboxRow
  readonly epoch: string
  /** Whoever wrote what is new in it: their own list must not call it unread. */
  readonly readerId?: string | undefined
}

/** Tells every gateway's inbox of a row that changed. Never rejects: a gateway that hears nothing finds it within 1.5 s. */
export async function announceRow(
  { pubsub, keys }: Pick<Services, 'pubsub' | 'keys'>,
  { row, epoch, readerId }: ChangedRow,
): Promise<void> {
  const signal: InboxSignal = { kind: 'row', row, epoch, readerId }
  await pubsub.publish(keys.inboxChannel(), JSON.stringify(signal))
}
