import { messageOf } from '../redis-errors.ts'

/** A request to Upstash that failed; the message holds neither the token nor what was sent. */
export class UpstashError extends Error {
  override readonly name = 'UpstashError'
}

interface Request {
  readonly token: string
  readonly timeoutMs: number
}

/** The client's messages end in the whole command, values included, and name a refused header with the token in it. */
export function upstashError(error: unknown, { token, timeoutMs }: Request): UpstashError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new UpstashError(`No answer within ${timeoutMs} ms`)
  }
  const [text = ''] = messageOf(error).split(', command was: ')
  const cause = error instanceof Error && error.cause !== undefined ? `: ${messageOf(error.cause)}` : ''
  return new UpstashError((text + cause).replaceAll(token, '…'))
}
