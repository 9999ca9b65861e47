export const realtimeSubjects = ['plantao', 'raw_ws', 'stock_trpc', 'socket_io', 'graphql_ws'] as const
export type RealtimeSubjectName = (typeof realtimeSubjects)[number]

/** A server that passes on to everyone in a room what Redis publishes on the room's channel. */
export interface RealtimeServer {
  readonly port: number
}

export interface RealtimeServerOptions {
  readonly redisUrl: string
  /** What its channels start with: nobody else's messages cost it anything. */
  readonly prefix: string
}

export const prefixOf = (subject: string): string => `bench-${subject}:`
