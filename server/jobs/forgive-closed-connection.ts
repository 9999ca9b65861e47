import { isNotConnectionError } from 'bullmq'

/** For what is being closed: ioredis rejects whatever still waited for the connection that is gone, and it may be. */
export function forgiveClosedConnection(error: unknown): void {
  if (!(error instanceof Error) || isNotConnectionError(error)) throw error
}
