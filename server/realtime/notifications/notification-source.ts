import type { Notification } from '#server/contracts/notifications.ts'

export interface NotificationPage {
  readonly epoch: string
  readonly headSeq: number
  readonly unread: number
  readonly items: readonly Notification[]
}

/** People's notifications in Postgres. */
export interface NotificationSource {
  /** Ascending. */
  listAfter(options: {
    readonly userId: string
    readonly afterSeq: number
    readonly limit: number
  }): Promise<NotificationPage>
  /** Of everyone asked for. */
  readHeads(userIds: readonly string[]): Promise<{
    readonly epoch: string
    readonly heads: ReadonlyMap<string, number>
    readonly unread: ReadonlyMap<string, number>
  }>
}
