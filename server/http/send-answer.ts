import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/**
 * Sends a whole answer whose headers are set. One that others may keep gets an ETag, and is answered with 304 to
 * whoever has it already. Whatever its headers say, nothing that sets a cookie is for others to keep.
 */
export function sendAnswer({ request, response }: Exchange, body: string): void {
  const etag = isForOthers(response) ? etagOf(body) : undefined
  if (etag !== undefined) response.setHeader('ETag', etag)
  if (etag !== undefined && isAmong(request.headers['if-none-match'], etag)) sendNotModified(response)
  else response.end(body)
}

function isForOthers(response: ServerResponse): boolean {
  if (response.statusCode !== 200 || !isPublic(response.getHeader('Cache-Control'))) return false
  if (!response.hasHeader('Set-Cookie')) return true
  response.setHeader('Cache-Control', 'no-store')
  return false
}

export const isPublic = (cacheControl: unknown): boolean => String(cacheControl).startsWith('public')

/** Weak: the same text, whatever encoding it travels in. */
const etagOf = (body: string): string => `W/"${createHash('sha1').update(body).digest('base64url')}"`

/** RFC 9110 §13.1.2, which compares weakly. */
function isAmong(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((item) => opaque(item.trim()))
  return known.includes('*') || known.includes(opaque(etag))
}

const opaque = (etag: string): string => etag.replace(/^W\//, '')

function sendNotModified(response: ServerResponse): void {
  response.statusCode = 304
  response.removeHeader('Content-Type')
  response.removeHeader('Content-Length')
  response.end()
}
