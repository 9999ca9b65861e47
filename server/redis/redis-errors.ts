/** A Redis that cannot be used at boot; the message says which one, what happened and what to change. */
export class RedisUnavailableError extends Error {
  override readonly name = 'RedisUnavailableError'
}

/**
 * The error without what ioredis attaches to it: `command.args` holds passwords (HELLO … AUTH),
 * session keys and stored values, and a logger would print them.
 */
export function withoutArguments(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  const safe = new Error(error.message)
  safe.name = error.name
  if (error.stack) safe.stack = error.stack
  return safe
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
