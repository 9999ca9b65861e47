import type { SendProblem } from './outbox-message.ts'

/** What is kept of an unsent message. */
export interface OutboxRow {
  readonly clientMsgId: string
  readonly viewerId: string
  readonly conversationId: string
  readonly body: string
  readonly createdAtMs: number
  /** When its author last said "send": older than a day, it is not sent without asking. */
  readonly confirmedAtMs: number
  /** Tries that failed in passing. */
  readonly attempts: number
  /** Not to be tried before. */
  readonly notBeforeMs: number
  /** Of the last try; null before the first. */
  readonly problem: SendProblem | null
  /** Waits for its author's word. */
  readonly isRefused: boolean
}

/** Where unsent messages outlive a reload and the closing of the tab; shared by all tabs of the browser. */
export interface OutboxStore {
  /** In the order they were written. */
  list(viewerId: string): Promise<readonly OutboxRow[]>
  /** Adding a known `clientMsgId` changes nothing. */
  add(row: OutboxRow): Promise<void>
  /** A message that is gone meanwhile stays gone. */
  change(clientMsgId: string, change: Partial<Omit<OutboxRow, 'clientMsgId'>>): Promise<void>
  remove(clientMsgId: string): Promise<void>
  close(): void
}
